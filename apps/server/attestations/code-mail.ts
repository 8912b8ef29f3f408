import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { IssuingContext } from '../issuing/issuing-context.ts'
import type { Mail } from '../mail.ts'

/** The languages that the mail with a code is written in. */
export const mailLanguages = ['en', 'es', 'fr', 'ar'] as const

/** One of these. */
export type MailLanguage = (typeof mailLanguages)[number]

interface Words { readonly subject: string; readonly lines: (code: string) => readonly string[] }

/** Nothing in it comes from whoever asks: nobody can use a node to send words of theirs to strangers. */
const words: Readonly<Record<MailLanguage, Words>> = {
  en: {
    subject: 'Your code',
    lines: (code) => ['Hello,', '', `your code is ${code}`, '', 'Type it on the page where you were asked to vouch for somebody. It is good for fifteen minutes.', 'If you did not ask for it, you need do nothing: without the code nothing happens.'],
  },
  es: {
    subject: 'Su código',
    lines: (code) => ['Hola:', '', `su código es ${code}`, '', 'Escríbalo en la página donde le pidieron respaldar a alguien. Vale durante quince minutos.', 'Si no lo pidió, no tiene que hacer nada: sin el código no ocurre nada.'],
  },
  fr: {
    subject: 'Votre code',
    lines: (code) => ['Bonjour,', '', `votre code est ${code}`, '', 'Saisissez-le sur la page où l’on vous a demandé de vous porter garant. Il est valable quinze minutes.', 'Si vous ne l’avez pas demandé, ne faites rien : sans le code, rien ne se passe.'],
  },
  ar: {
    subject: 'رمزك',
    lines: (code) => ['مرحبًا،', '', `رمزك هو ${code}`, '', 'اكتبه في الصفحة التي طُلب منك فيها أن تشهد لشخص. الرمز صالح خمس عشرة دقيقة.', 'إن لم تطلبه فلا يلزمك فعل شيء: من دون الرمز لا يحدث شيء.'],
  },
}

/** The mail with a code. */
export function codeMail(to: string, code: string, { id, language }: { readonly id: string; readonly language: MailLanguage }): Mail {
  const { subject, lines } = words[language]
  return { id, to, subject, text: `${lines(code).join('\n')}\n` }
}

/** Deletes such a mail where it waits in the outbox: it names an address. What left by SMTP is out of reach. */
export async function removeCodeMail(mailId: string | null, { config }: Pick<IssuingContext, 'config'>): Promise<void> {
  if (mailId !== null && /^[0-9a-f-]{36}$/.test(mailId)) await rm(join(config.mail.outboxFolder, `${mailId}.eml`), { force: true })
}
