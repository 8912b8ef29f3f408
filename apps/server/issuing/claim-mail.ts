import type { Mail } from '../mail.ts'

/** What the mail with a claim link says. */
export interface ClaimMail {
  readonly to: string
  /** Empty when the file gave no name. */
  readonly person: string
  readonly organisation: string
  readonly achievement: string
  readonly link: string
  readonly needsCode: boolean
}

/** In a list of addresses nobody says what language its people read: the others are told at the end what the mail is. */
const otherLanguages = [
  'Español: Hay una credencial digital para usted. Abra el enlace de arriba para verla y guardarla. Es gratis.',
  'Français : Une attestation numérique vous attend. Ouvrez le lien ci-dessus pour la voir et la garder. C’est gratuit.',
  'العربية: توجد وثيقة رقمية لك. افتح الرابط أعلاه لتراها وتحتفظ بها. هذا مجاني.',
]

/** The mail with a claim link: plain, without anything that loads, and never with the code. */
export function claimMail({ to, person, organisation, achievement, link, needsCode }: ClaimMail): Mail {
  return {
    to,
    subject: `${organisation}: your record “${achievement}”`,
    text: [
      person === '' ? 'Hello,' : `Hello ${person},`,
      '',
      `${organisation} issued a digital record to you: ${achievement}.`,
      'Open this link to see it, and to claim it into a wallet of your own:',
      '',
      link,
      '',
      ...(needsCode ? ['You will be asked for a code that you receive from them in another way.', ''] : []),
      'The link is meant for you alone. Claiming costs nothing, and nobody else can see your record unless you share it.',
      '',
      ...otherLanguages,
      '',
    ].join('\n'),
  }
}
