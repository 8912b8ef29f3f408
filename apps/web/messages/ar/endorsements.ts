import type { endorsements as english } from '../en/endorsements.ts'
import { pluralIn } from '../plural.ts'
import type { Words } from '../words.ts'

const plural = pluralIn('ar')

/** ما يقال عن التزكيات حيث يُتحقق منها وحيث تُحفظ. */
export const endorsements = {
  heading: 'من يزكّيها',
  caution: 'هذه كلماتهم. أما ما يُحتسب فقد استُخلص هنا، ولم يُقرأ من الملف.',
  holding: (holding, of) => `${plural(holding, { zero: 'لا تُحتسب أي تزكية (#)', one: 'تُحتسب تزكية واحدة (#)', two: 'تُحتسب تزكيتان (#)', few: 'تُحتسب # تزكيات', other: 'تُحتسب # تزكية' })}، من أصل ${of} وصلت معها.`,
  unnamed: 'شخص بلا اسم',
  level: { endorsed: 'مُزكّاة، ولم يُتحقق من الهوية', attested: 'مؤكَّدة من جهة معروفة هنا', none: 'لا تُحتسب' },
  relation: {
    'supervised': 'أشرف على هذا العمل', 'worked-beside': 'عمل إلى جانب صاحبها', 'taught': 'علّم صاحبها', 'treasurer': 'كان أمين الصندوق حيث جرى ذلك', 'served': 'استفاد من هذا العمل', 'other': 'يعرف ذلك بطريقة أخرى',
  },
  noRelation: 'لا يذكر كيف يعرف ذلك',
  since: (relation, when) => `${relation}، منذ ${when}`,
  conflict: { family: 'بينهما قرابة', paid: 'يتقاضى أجرًا على ذلك', depends: 'أحدهما يعتمد على الآخر' },
  noConflict: 'يقول إن لا شيء يؤثر فيه: لا قرابة ولا أجر ولا تبعية',
  notAsked: 'لا يذكر ما قد يؤثر فيه',
  seen: (node, date) => `يقول الخادم ${node} إن عنوانًا بريديًا أجاب عن رمزه في ${date}. ولم يُتحقق لمن هذا العنوان.`,
  unseen: 'لا يقول أي خادم إنه وصل إلى هذا الشخص.',
  why: {
    withdrawn: 'سحبها صاحبها، أو هي غير صحيحة.',
    open: 'لم يمكن التحقق مما إذا سُحبت.',
    subject: 'هي عن شيء آخر.',
    content: 'أُعطيت لنسخة أخرى من هذه الوثيقة.',
    address: 'ما تقوله عن عنوان الاتصال غير صحيح.',
    own: 'وقّعها صاحب هذه الوثيقة أو الجهة التي أصدرتها.',
    again: 'وقّع المفتاح نفسه مرتين. تُحتسب واحدة منهما.',
  },
} satisfies Words<typeof english>
