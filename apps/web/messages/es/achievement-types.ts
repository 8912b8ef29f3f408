import type { achievementTypes as english } from '../en/achievement-types.ts'
import type { Words } from '../words.ts'

/** Cómo se llaman los tipos de logro de Open Badges 3.0. */
export const achievementTypes = {
  Certificate: 'Certificado',
  CertificateOfCompletion: 'Certificado de finalización',
  Course: 'Curso',
  Competency: 'Habilidad o competencia',
  Badge: 'Insignia',
  MicroCredential: 'Microcredencial',
  LearningProgram: 'Programa de formación',
  Certification: 'Certificación (con evaluación y fecha de renovación)',
  License: 'Licencia',
  Assessment: 'Evaluación',
  ApprenticeshipCertificate: 'Certificado de aprendiz',
  JourneymanCertificate: 'Certificado de oficial',
  MasterCertificate: 'Certificado de maestro de oficio',
  SecondarySchoolDiploma: 'Diploma de escuela secundaria',
  GeneralEducationDevelopment: 'Equivalencia de la escuela secundaria (GED)',
  Diploma: 'Diploma',
  AssociateDegree: 'Título de grado asociado',
  BachelorDegree: 'Licenciatura',
  MasterDegree: 'Maestría',
  DoctoralDegree: 'Doctorado',
  Degree: 'Otro título universitario',
  CoCurricular: 'Actividad complementaria al curso',
  CommunityService: 'Servicio a la comunidad',
  Fieldwork: 'Prácticas de campo',
  Membership: 'Membresía',
  Award: 'Premio',
  Achievement: 'Otro logro',
} satisfies Words<typeof english>
