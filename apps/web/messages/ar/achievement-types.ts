import type { achievementTypes as english } from '../en/achievement-types.ts'
import type { Words } from '../words.ts'

/** أسماء أنواع الإنجازات في Open Badges 3.0. */
export const achievementTypes = {
  Certificate: 'شهادة',
  CertificateOfCompletion: 'شهادة إتمام',
  Course: 'مقرر دراسي',
  Competency: 'مهارة أو كفاءة',
  Badge: 'شارة',
  MicroCredential: 'شهادة مصغّرة',
  LearningProgram: 'برنامج تعليمي',
  Certification: 'شهادة مهنية (بعد تقييم، ولها موعد تجديد)',
  License: 'رخصة',
  Assessment: 'تقييم',
  ApprenticeshipCertificate: 'شهادة تلمذة مهنية',
  JourneymanCertificate: 'شهادة عامل ماهر',
  MasterCertificate: 'شهادة معلّم حِرفة',
  SecondarySchoolDiploma: 'شهادة الدراسة الثانوية',
  GeneralEducationDevelopment: 'شهادة معادلة للثانوية (GED)',
  Diploma: 'دبلوم',
  AssociateDegree: 'درجة مشارك جامعية (سنتان)',
  BachelorDegree: 'بكالوريوس',
  MasterDegree: 'ماجستير',
  DoctoralDegree: 'دكتوراه',
  Degree: 'درجة جامعية أخرى',
  CoCurricular: 'نشاط مرافق للدراسة',
  CommunityService: 'خدمة مجتمعية',
  Fieldwork: 'عمل ميداني',
  Membership: 'عضوية',
  Award: 'جائزة',
  Achievement: 'إنجاز آخر',
} satisfies Words<typeof english>
