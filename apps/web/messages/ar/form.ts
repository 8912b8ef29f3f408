import type { form as english } from '../en/form.ts'
import { pluralIn } from '../plural.ts'
import type { Words } from '../words.ts'

const plural = pluralIn('ar')

/** عبارات النماذج. */
export const form = {
  optional: '(اختياري)',
  toPutRight: (count) => plural(count, { zero: 'لا شيء يحتاج إلى تصحيح', one: 'أمر واحد يحتاج إلى تصحيح', two: 'أمران يحتاجان إلى تصحيح', few: '# أمور تحتاج إلى تصحيح', many: '# أمرًا يحتاج إلى تصحيح', other: '# أمر يحتاج إلى تصحيح' }),
  missing: (what) => `المطلوب كتابة ${what}`,
} satisfies Words<typeof english>
