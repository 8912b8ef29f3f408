import type * as english from '../en/printed-resume.ts'
import { formatNumber } from '../../locale.ts'
import { pluralIn } from '../plural.ts'
import type { Words } from '../words.ts'

const plural = pluralIn('ar')

/** ما تقوله المحفظة عن سيرة ذاتية لمن لا يثبّت شيئًا. */
export const printedResume = {
  heading: 'سيرة ذاتية يمكن التحقق منها',
  lede: 'اطبعها أو احفظها بصيغة PDF. من يقرؤها يستطيع التحقق من كل سطر بأي متصفح، من دون حساب.',
  name: 'اسمك',
  contact: 'كيف يمكن الوصول إليك',
  contactHint: 'شيء واحد في كل سطر، كرقم هاتف مثلًا. يظهر على الورق فقط.',
  records: 'وثائق مُنحت لك',
  entries: 'بكلماتك أنت',
  paper: { records: 'وثائق منحتها جهات أخرى', entries: 'بكلماتي أنا' },
  private: 'هنا شيء محدد على أنه خاص. سيبقى خارج السيرة.',
  until: 'كم من الوقت ينبغي أن يعمل الرابط؟',
  untilChoices: { month: 'شهر واحد', quarter: 'ثلاثة أشهر' },
  until90: (date) => `حتى ${date}. يمكنك إنهاؤه قبل ذلك من هذه الصفحة.`,
  shows: 'كل من لديه السيرة يستطيع فتح الرابط ورؤية هذه الوثائق كاملة. ويبقى يوم منح الشهادة الجامعية خارجها.',
  nothing: 'اختر سطرًا واحدًا على الأقل.',
  nothingYet: 'لا يوجد في محفظتك بعد ما يمكن أن يظهر في سيرة ذاتية.',
  make: 'إعداد السيرة',
  again: 'تغييرها',
  print: 'طباعة أو حفظ بصيغة PDF',
  lerRs: 'حفظ بصيغة LER-RS ‏(JSON)',
  lerRsHint: 'لأنظمة التوظيف التي تقبل صيغة HR Open، وفيها الوثائق الموقّعة.',
  bundle: 'حفظ الكل في ملف واحد',
  bundleHint: 'لمن يريد التحقق بلا اتصال. ولا يمكن إنهاء ملف.',
  hidden: (count) => plural(count, { zero: 'لا بنود خاصة', one: 'بند واحد خاص كله، لذلك ليس في هذه القائمة.', two: 'بندان خاصان كلهما، لذلك ليسا في هذه القائمة.', few: `${formatNumber(count)} بنود خاصة كلها، لذلك ليست في هذه القائمة.`, many: `${formatNumber(count)} بندًا خاصة كلها، لذلك ليست في هذه القائمة.`, other: `${formatNumber(count)} بند خاصة كلها، لذلك ليست في هذه القائمة.` }),
  lost: (count) => plural(count, { zero: 'لا شيء بلا موضع في تلك الصيغة', one: 'شيء واحد لا موضع له في تلك الصيغة:', two: 'شيئان لا موضع لهما في تلك الصيغة:', few: `${formatNumber(count)} أشياء لا موضع لها في تلك الصيغة:`, many: `${formatNumber(count)} شيئًا لا موضع لها في تلك الصيغة:`, other: `${formatNumber(count)} شيء لا موضع لها في تلك الصيغة:` }),
  ready: 'سيرتك جاهزة. انظر إليها ثم اطبعها.',
  from: (issuer) => `من ${issuer}`,
  given: (date) => `مُنحت في ${date}`,
  now: 'اليوم',
  level: (level) => `الدرجة: ${level}.`,
  check: (number) => `التحقق من السطر ${number}`,
  checkHeading: 'كيف تتحقق من هذه السيرة',
  checkText: (date) => `امسح الرمز أو افتح الرابط. يعمل حتى ${date}. متصفحك نفسه يتحقق من كل توقيع، ويقول ما الذي لا يثبته ذلك.`,
  qr: 'رمز يفتح نتيجة التحقق من كل سطر',
  faults: {
    tooLarge: 'هذا أكثر مما يسعه رابط واحد. اترك بعض الأسطر، وخاصة ما فيه ملفات.',
    offline: 'تعذّر الوصول إلى الخادم، والرابط يحتاج إليه. حاول مرة أخرى عندما يعود الاتصال.',
    other: 'تعذّر إعداد السيرة. حاول مرة أخرى.',
  },
} satisfies Words<typeof english.printedResume>
