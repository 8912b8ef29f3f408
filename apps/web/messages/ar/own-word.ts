import type { ownWord as english } from '../en/own-word.ts'
import type { Words } from '../words.ts'

/** ما يقال عن وثيقة وقّعها شخص عن نفسه. */
export const ownWord = {
  headline: 'بكلمات صاحبها نفسه',
  text: 'لم تتغير كلمة منذ أن وقّعها الشخص الذي تتحدث عنه. لا أحد غيره يقول ذلك: اسأله، أو انظر إلى ما يُظهره، أو اسأل من كانوا هناك.',
  by: 'من الشخص الذي تتحدث عنه. هي كلمته هو.',
  byWord: 'صاحبها نفسه',
  accepted: 'لا جهة مصدرة غير الشخص نفسه، فليس هناك من يمكن أن تعرفه هذه العقدة.',
  issuer: 'الشخص الذي تتحدث عنه',
  told: 'ما تذكره واحدًا بعد آخر',
} satisfies Words<typeof english>
