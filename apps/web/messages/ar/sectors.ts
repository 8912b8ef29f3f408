import type { sectorWords as english } from '../en/sectors.ts'
import type { Words } from '../words.ts'

/** القطاعات الخمسة بأسمائها المألوفة. */
export const sectorWords = {
  label: 'القطاع',
  choose: 'ما نوع هذه الجهة؟',
  hint: 'القرارات المتعلقة بالشبكة تحتاج إلى القطاعات الخمسة كلها، حتى لا ينفرد أحدها بالحكم.',
  names: { education: 'المدارس والجامعات', employer: 'أصحاب العمل', certification: 'جهات التصديق والاعتماد', worker: 'المنظمات العمالية', government: 'الجهات الحكومية' },
  none: 'لم يُذكر قطاع',
} satisfies Words<typeof english>
