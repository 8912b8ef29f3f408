import type { walletTimeline as english } from '../en/wallet-timeline.ts'
import { pluralIn } from '../plural.ts'
import type { Words } from '../words.ts'

const plural = pluralIn('ar')

/** ما تقوله المحفظة حيث يأتي كل شيء بترتيب الحياة. */
export const walletTimeline = {
  kinds: {
    'education': 'دراسة', 'training': 'تدريب', 'employment': 'عمل', 'licence': 'رخصة أو شهادة', 'skill': 'مهارة', 'project': 'مشروع', 'military-service': 'خدمة عسكرية',
    'volunteering': 'تطوع', 'caregiving': 'رعاية شخص', 'self-directed-learning': 'تعلّم ذاتي', 'entrepreneurship': 'عمل خاص',
  },
  since: (start) => `${start} وحتى الآن`,
  between: (start, end) => `${start} – ${end}`,
  own: 'بكلماتك أنت',
  evidence: (count) => plural(count, { zero: 'لا ملف يُظهر ذلك', one: 'مع دليل: ملف واحد يُظهر ذلك', two: 'مع دليل: ملفان يُظهران ذلك', few: 'مع دليل: # ملفات تُظهر ذلك', many: 'مع دليل: # ملفًا يُظهر ذلك', other: 'مع دليل: # ملف يُظهر ذلك' }),
  stated: 'تصريح ذاتي',
  private: 'جزء منها خاص',
  also: (count) => plural(count, { zero: 'لا ترد في موضع آخر', one: 'ترد أيضًا في موضع آخر', two: 'ترد أيضًا في موضعين آخرين', few: 'ترد أيضًا في # مواضع أخرى', many: 'ترد أيضًا في # موضعًا آخر', other: 'ترد أيضًا في # موضع آخر' }),
  came: (host, date) => `جاءت من ${host} في ${date}`,
  cameInFile: (date) => `جاءت في ملف في ${date}`,
  cameAgain: (count) => plural(count, { zero: 'لم تأتِ مرة أخرى', one: 'وجاءت نفسها مرة أخرى', two: 'وجاءت نفسها مرتين أخريين', few: 'وجاءت نفسها # مرات أخرى', many: 'وجاءت نفسها # مرة أخرى', other: 'وجاءت نفسها # مرة أخرى' }),
  draftsHeading: (count) => plural(count, { zero: 'لا مسودات في انتظارك', one: 'مسودة واحدة في انتظارك', two: 'مسودتان في انتظارك', few: '# مسودات في انتظارك', many: '# مسودة في انتظارك', other: '# مسودة في انتظارك' }),
  drafts: 'لا تُحتسب المسودة حتى تقول إنها صحيحة.',
  lookAtDrafts: 'الاطلاع عليها',
  removed: (name) => `أُزيلت «${name}».`,
  undo: 'تراجع',
} satisfies Words<typeof english>
