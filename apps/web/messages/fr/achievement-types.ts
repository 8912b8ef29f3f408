import type { achievementTypes as english } from '../en/achievement-types.ts'
import type { Words } from '../words.ts'

/** Comment on appelle les types de réussite d’Open Badges 3.0. */
export const achievementTypes = {
  Certificate: 'Certificat',
  CertificateOfCompletion: 'Attestation de fin de formation',
  Course: 'Cours',
  Competency: 'Aptitude ou compétence',
  Badge: 'Badge',
  MicroCredential: 'Microcertification',
  LearningProgram: 'Programme de formation',
  Certification: 'Certification (évaluée, à renouveler à une date donnée)',
  License: 'Licence professionnelle',
  Assessment: 'Évaluation',
  ApprenticeshipCertificate: 'Certificat d’apprentissage',
  JourneymanCertificate: 'Certificat de compagnon',
  MasterCertificate: 'Brevet de maîtrise',
  SecondarySchoolDiploma: 'Diplôme de fin d’études secondaires',
  GeneralEducationDevelopment: 'Équivalence de fin d’études secondaires (GED)',
  Diploma: 'Diplôme',
  AssociateDegree: 'Diplôme universitaire de premier cycle (deux ans)',
  BachelorDegree: 'Licence (bachelor)',
  MasterDegree: 'Master',
  DoctoralDegree: 'Doctorat',
  Degree: 'Autre diplôme universitaire',
  CoCurricular: 'Activité en marge des cours',
  CommunityService: 'Service à la collectivité',
  Fieldwork: 'Stage de terrain',
  Membership: 'Adhésion',
  Award: 'Prix',
  Achievement: 'Autre réussite',
} satisfies Words<typeof english>
