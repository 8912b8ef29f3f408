import type * as english from '../en/wallet-waiting.ts'
import type { Words } from '../words.ts'

/** ما تقوله المحفظة عن الوثائق التي تأتي لاحقًا. */
export const walletWaiting = {
  heading: 'في الطريق',
  notYet: 'لم تصل بعد',
  here: 'وصلت. اطّلع عليها',
  since: (day) => `قيد الانتظار منذ ${day}`,
  unnamed: 'وثيقة في الطريق',
  from: 'من يعدّها',
  asked: 'آخر سؤال',
  text: 'لم تُسلَّم بعد. لا تسأل محفظتك من تلقاء نفسها: اضغط الزر عندما تريد أن تعرف.',
  ask: 'السؤال الآن',
  soon: (moment) => `يريدون أن يُسألوا مجددًا ابتداءً من ${moment}.`,
  still: 'ليست جاهزة بعد.',
  remove: 'التوقف عن الانتظار',
  removeText: 'إذا توقفت عن الانتظار، تنسى محفظتك كيف تحصل عليها، وستحتاج عندها إلى رابط جديد.',
  gone: { title: 'لم يبقَ لك شيء هنا', text: 'سُلّمت من قبل، أو انتهت مدتها. اطلب رابطًا جديدًا.' },
  missing: 'لا شيء ينتظر هنا. ربما أصبحت لديك، أو توقفت عن انتظارها.',
} satisfies Words<typeof english.walletWaiting>
