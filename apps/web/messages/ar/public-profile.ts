import type { publicProfile as english } from '../en/public-profile.ts'
import { pluralIn } from '../plural.ts'
import type { Words } from '../words.ts'

const plural = pluralIn('ar')

/** ما تقوله عن الملف الشخصي الصفحات التي يقرؤه فيها الآخرون. */
export const publicProfile = {
  title: 'ملف شخصي',
  loading: 'جارٍ إحضاره والتحقق منه…',
  unsigned: 'الاسم والكلمات في الأعلى من صاحب الملف نفسه: لم يوقّع عليها أحد. أما كل سطر أدناه فقد جرى التحقق منه الآن في متصفحك.',
  madeOutTo: (name) => `الوثيقة نفسها تذكر ${name}`,
  own: 'بكلمات صاحبه',
  level: (level) => `المستوى: ${level}`,
  show: 'ما الذي جرى التحقق منه',
  print: 'طباعة هذه الصفحة',
  genuine: (count) => plural(count, { zero: 'لا وثائق أصلية', one: 'وثيقة أصلية واحدة', two: 'وثيقتان أصليتان', few: '# وثائق أصلية', many: '# وثيقة أصلية', other: '# وثيقة أصلية' }),
  ownCount: (count) => plural(count, { zero: 'لا شيء بكلمات صاحبه', one: 'أمر واحد بكلمات صاحبه', two: 'أمران بكلمات صاحبه', few: '# أمور بكلمات صاحبه', many: '# أمرًا بكلمات صاحبه', other: '# أمر بكلمات صاحبه' }),
  open: (count) => plural(count, { zero: 'لا شيء غير مؤكد', one: 'واحدة غير مؤكدة تمامًا', two: 'اثنتان غير مؤكدتين تمامًا', few: '# غير مؤكدة تمامًا', many: '# غير مؤكدة تمامًا', other: '# غير مؤكدة تمامًا' }),
  bad: (count) => plural(count, { zero: 'لا شيء باطل', one: 'واحدة لا تصح', two: 'اثنتان لا تصحان', few: '# لا تصح', many: '# لا تصح', other: '# لا تصح' }),
  until: (date) => `تبقى هذه الصفحة هنا حتى ${date}، ما لم يُزلها صاحبها قبل ذلك. لا أحد يعدّ من يقرؤها أو يتذكّره.`,
  take: 'خذ هذه الصفحة معك',
  address: 'عنوان هذه الصفحة',
  send: 'إرسال…',
  qr: 'رمز فيه عنوان هذه الصفحة',
} satisfies Words<typeof english>
