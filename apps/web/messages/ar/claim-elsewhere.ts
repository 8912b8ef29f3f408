import type { claimElsewhere as english } from '../en/claim-elsewhere.ts'
import type { Words } from '../words.ts'

/** ما تقوله الصفحة لمن يحتفظ بوثائقه في محفظة أخرى. */
export const claimElsewhere = {
  summary: 'استخدام محفظة أخرى',
  text: 'إذا كنت تحتفظ بوثائقك في محفظة أخرى أو على جهاز آخر، فاستلم هذه الوثيقة هناك.',
  code: 'الرمز الذي أعطتك إياه الجهة',
  codeHint: 'من دونه ستطلبه منك محفظتك، إن كانت تستطيع.',
  start: 'إظهار الرمز لمسحه',
  starting: 'لحظة من فضلك…',
  scan: 'امسح هذا بمحفظتك، أو انسخ العنوان إليها.',
  qr: 'رمز QR لمحفظتك',
  address: 'العنوان لمحفظتك',
  open: 'فتح في محفظة على هذا الجهاز',
  once: (time) => `يصلح مرة واحدة، حتى ${time}. ولن يُستلم شيء قبل أن تسألك محفظتك.`,
  anew: 'إنشاء رمز جديد',
} satisfies Words<typeof english>
