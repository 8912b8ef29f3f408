import type * as english from '../en/wallet-settings.ts'
import { pluralIn } from '../plural.ts'
import type { Words } from '../words.ts'

const plural = pluralIn('ar')

/** ما تقوله المحفظة عن نفسها: النسخة الاحتياطية وطرق الفتح وهذا الجهاز. */
export const walletSettings = {
  backupHeading: 'النسخة الاحتياطية',
  backupNever: 'ليست لديك نسخة احتياطية بعد.',
  backupLast: (date) => `آخر نسخة احتياطية: ${date}`,
  backupText: 'النسخة الاحتياطية ملف واحد مقفل فيه كل ما في محفظتك. احفظه بعيدًا عن هذا الجهاز: على ذاكرة USB، أو في حساب آخر، أو عند شخص تثق به. ومن دون عبارة مروره لا يستطيع أحد فتحه.',
  backupPassphrase: 'عبارة مرور للنسخة الاحتياطية',
  backupMake: 'حفظ ملف النسخة الاحتياطية',
  backupDone: 'تم الحفظ. تأكد من أنك تجد الملف، واكتب عبارة مروره في مكان آخر.',
  unlockHeading: 'طرق فتح هذه المحفظة',
  unlockDevice: 'قفل هذا الجهاز',
  unlockPassphrase: 'عبارة مرور',
  since: (date) => `منذ ${date}`,
  addDevice: 'إضافة قفل هذا الجهاز',
  addPassphrase: 'إضافة عبارة مرور',
  changePassphrase: 'تغيير عبارة المرور',
  savePassphrase: 'حفظ عبارة المرور',
  removeMethod: 'إزالة',
  methodAdded: 'تمت الإضافة.',
  methodRemoved: 'تمت الإزالة.',
  deviceHeading: 'هذا الجهاز',
  persistent: 'وعد هذا المتصفح بألا يمسح محفظتك من تلقاء نفسه.',
  notPersistent: 'قد يمسح هذا المتصفح محفظتك عندما تضيق المساحة. لهذا تهمّ النسخة الاحتياطية.',
  askPersistence: 'مطالبته بالاحتفاظ بمحفظتي',
  refused: 'لم يعد المتصفح بذلك. كثيرًا ما تفيد إضافة هذه الصفحة إلى الشاشة الرئيسية، أما النسخة الاحتياطية فتفيد دائمًا.',
  autoLock: (minutes) => plural(minutes, { one: 'تُقفل وحدها بعد دقيقة من عدم الاستخدام.', two: 'تُقفل وحدها بعد دقيقتين من عدم الاستخدام.', few: 'تُقفل وحدها بعد # دقائق من عدم الاستخدام.', other: 'تُقفل وحدها بعد # دقيقة من عدم الاستخدام.' }),
  where: 'تأتي هذه الصفحة من',
  whereHelp: 'مفاتيحك آمنة بقدر أمان الصفحة التي تستخدمها. استخدم محفظة على خادم تثق به.',
  removeHeading: 'إزالة المحفظة من هذا الجهاز',
  removeText: 'يُحذف كل ما فيها هنا على الفور. لا تعيدها إلا نسخة احتياطية.',
  removeLabel: (word) => `للتأكيد اكتب كلمة «${word}»`,
  removeWord: 'إزالة',
  removeMismatch: (word) => `اكتب كلمة «${word}»، حتى لا يفعل أحد هذا من غير قصد.`,
  remove: 'إزالة محفظتي',
} satisfies Words<typeof english.walletSettings>

/** ما تقوله المحفظة عند استعادة نسخة احتياطية. */
export const walletRestore = {
  heading: 'استعادة محفظتك',
  lede: 'اختر ملف النسخة الاحتياطية الذي حفظته، واكتب عبارة المرور التي وضعتها له.',
  file: 'ملف النسخة الاحتياطية',
  fileHint: 'يبدأ اسمه بـ «everlearned-backup».',
  passphrase: 'عبارة مرور النسخة الاحتياطية',
  replace: 'على هذا الجهاز محفظة بالفعل. استعادة نسخة احتياطية تحذف ما فيها الآن.',
  confirm: 'نعم، أريد استبدال ما على هذا الجهاز',
  done: 'استعادة',
  missing: 'اختر ملف النسخة الاحتياطية أولًا.',
  confirmMissing: 'ضع علامة في المربع لتأكيد أنك تريد استبدال ما هنا.',
  malformed: 'هذا الملف ليس نسخة احتياطية لمحفظة، أو أنه ناقص. لم يتغير شيء على هذا الجهاز. ابحث عن ملف يبدأ اسمه بـ «everlearned-backup».',
  wrong: 'عبارة المرور لا تفتح هذه النسخة، أو أن الملف تالف. لم يتغير شيء على هذا الجهاز.',
} satisfies Words<typeof english.walletRestore>
