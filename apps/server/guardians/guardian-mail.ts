import { randomUUID } from 'node:crypto'
import type { IssuingContext } from '../issuing/issuing-context.ts'
import type { Mail } from '../mail.ts'
import { guardianLink, guardianOf } from './guardianship.ts'

/** Nobody says what language a guardian reads: each language says what is asked. */
const otherLanguages = [
  'Español: El centro quiere entregar una credencial digital a su hijo, hija o pupilo y le pide permiso. Abra el enlace de arriba.',
  'Français : L’établissement veut remettre une attestation numérique à l’enfant dont vous êtes responsable et vous demande votre accord. Ouvrez le lien ci-dessus.',
  'العربية: تريد المدرسة تسليم وثيقة رقمية لمن أنت وليّ أمره، وتطلب موافقتك. افتح الرابط أعلاه.',
]

/** The mail with a guardian's link: it names no pupil and never holds the code. */
export function guardianMail({ to, organisation, link }: { readonly to: string; readonly organisation: string; readonly link: string }): Mail {
  return {
    to,
    subject: `${organisation} asks for your permission`,
    text: [
      'Hello,', '',
      `${organisation} has made a digital record for a young person whose guardian you are.`,
      'It is handed over only if you agree. Open this link to see what it is, and to say yes or no:', '',
      link, '',
      `You will be asked for a code. ${organisation} gives it to you in another way, for example on paper.`,
      'It costs nothing, and you can take back what you said.', '',
      ...otherLanguages, '',
    ].join('\n'),
  }
}

/** Mails the link to the guardian of a claim who has an address and was not mailed yet. @throws MailError */
export async function sendGuardianMail(claimId: string, context: IssuingContext): Promise<void> {
  const guardian = await guardianOf(claimId, context.database, context)
  if (guardian === undefined || guardian.mailed_at !== null) return
  const { award, name } = await context.database.selectFrom('claim').innerJoin('organisation', 'organisation.id', 'claim.organisation_id')
    .select(['claim.award', 'organisation.name']).where('claim.id', '=', claimId).executeTakeFirstOrThrow()
  const to = award.guardian?.email
  if (to === undefined) return
  await context.sendMail({ id: randomUUID(), ...guardianMail({ to, organisation: name, link: guardianLink(guardian, context) }) })
  await context.database.updateTable('guardianship').set({ mailed_at: context.now() }).where('claim_id', '=', claimId).execute()
}
