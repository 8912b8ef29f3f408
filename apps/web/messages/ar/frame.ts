import type { frame as english } from '../en/frame.ts'
import { formatNumber } from '../../locale.ts'
import { pluralIn } from '../plural.ts'
import type { Words } from '../words.ts'

const plural = pluralIn('ar')

/** العبارات التي تظهر في صفحات كثيرة. */
export const frame = {
  product: 'Everlearned',
  pageTitle: (title) => `${title} – Everlearned`,
  skip: 'الانتقال إلى المحتوى الرئيسي',
  mainMenu: 'القائمة الرئيسية',
  whereYouAre: 'موقعك في الصفحات',
  rehearsal: 'تجربة.',
  rehearsalLabel: 'عن هذا الخادم',
  rehearsalMeaning: 'للتجربة فقط: ليس لهذا الخادم عنوان عام على الويب بعد.',
  free: 'مجاني دائمًا لأصحاب الوثائق.',
  loading: 'جارٍ التحميل…',
  tryAgain: 'المحاولة مرة أخرى',
  copy: 'نسخ',
  copied: 'تم النسخ',
  leaveAsItIs: 'تركه كما هو',
  showMe: 'عرض',
  steps: (current, total) => `الخطوة ${formatNumber(current)} من ${formatNumber(total)}`,
  stepDone: 'تمّت',
  checkRecord: 'التحقق من وثيقة',
  ledger: 'السجل العام',
  network: 'من يحتفظ بنسخة',
  alarms: (count) => plural(count, { zero: 'لا إنذارات', one: 'إنذار واحد', two: 'إنذاران', few: '# إنذارات', many: '# إنذارًا', other: '# إنذار' }),
  apiGuide: 'للمطوّرين',
  signIn: 'تسجيل الدخول',
  signInElsewhere: 'تسجيل الدخول في علامة تبويب جديدة',
  signOut: 'تسجيل الخروج',
  account: 'حسابك',
  console: 'مكتبك',
  aRecord: 'وثيقة',
  language: 'اللغة',
  languageMissing: 'تعذّر تحميل هذه اللغة. حاول مرة أخرى عندما يعود الاتصال.',
  notFound: 'لا توجد صفحة هنا',
  notFoundNext: 'ربما كان العنوان ناقصًا أو فيه خطأ. يمكنك نسخ الرابط كاملًا من جديد، أو البدء من الصفحة الأولى.',
  toFirstPage: 'الذهاب إلى الصفحة الأولى',
} satisfies Words<typeof english>
