import { languageOf } from '../language-of.ts'
import { escapeHtml, plainPage } from '../plain-page.ts'
import type { ExchangeNames } from './describe-issuer.ts'

/** What a person reads who is asked whether a wallet may have their record. */
interface Words {
  readonly title: string
  readonly ask: (wallet: string, organisation: string, achievement: string) => string
  readonly code: string
  readonly wrong: string
  readonly agree: string
  readonly decline: string
  readonly over: string
}

const words: Readonly<Record<string, Words>> = {
  en: {
    title: 'Take your record', ask: (wallet, organisation, achievement) => `The wallet at ${wallet} asks for your record “${achievement}” from ${organisation}. If you did not start this yourself, decline.`,
    code: 'The code that you received separately from your claim link', wrong: 'This is not the code. Check it and try again; after five wrong tries ask the issuer for a new link.', agree: 'Give it to this wallet', decline: 'Decline', over: 'This page cannot be used: its address is wrong, has been used, or its time is over. Begin again from your claim link.',
  },
  es: {
    title: 'Recoja su credencial', ask: (wallet, organisation, achievement) => `La billetera de ${wallet} pide su credencial «${achievement}» de ${organisation}. Si no lo ha empezado usted, rechácelo.`,
    code: 'El código que recibió aparte de su enlace', wrong: 'Ese no es el código. Compruébelo e inténtelo de nuevo; tras cinco errores, pida al emisor un enlace nuevo.', agree: 'Entregarla a esta billetera', decline: 'Rechazar', over: 'Esta página no se puede usar: la dirección no es correcta, ya se ha usado o su plazo ha terminado. Empiece de nuevo desde su enlace.',
  },
  fr: {
    title: 'Recevez votre attestation', ask: (wallet, organisation, achievement) => `Le portefeuille de ${wallet} demande votre attestation « ${achievement} » de ${organisation}. Si vous n’êtes pas à l’origine de cette demande, refusez.`,
    code: 'Le code reçu séparément de votre lien', wrong: 'Ce n’est pas le code. Vérifiez-le et réessayez ; après cinq erreurs, demandez un nouveau lien à l’émetteur.', agree: 'La remettre à ce portefeuille', decline: 'Refuser', over: 'Cette page ne peut pas servir : son adresse est fausse, a déjà servi, ou son délai est passé. Recommencez depuis votre lien.',
  },
  ar: {
    title: 'استلام وثيقتك', ask: (wallet, organisation, achievement) => `تطلب المحفظة ${wallet} وثيقتك «${achievement}» من ${organisation}. إذا لم تكن أنت من بدأ هذا الطلب، فيرجى الرفض.`,
    code: 'الرمز الذي وصلك منفصلًا عن رابطك', wrong: 'هذا ليس الرمز الصحيح. يرجى التحقق منه والمحاولة مجددًا؛ وبعد خمس محاولات خاطئة يرجى طلب رابط جديد من الجهة المصدرة.', agree: 'تسليمها إلى هذه المحفظة', decline: 'رفض', over: 'لا يمكن استخدام هذه الصفحة: عنوانها غير صحيح، أو سبق استخدامه، أو انتهت مدته. يرجى البدء من جديد من رابطك.',
  },
}

/** What the page shows, and what its form sends back along with the answer. */
export interface AuthorizePage extends ExchangeNames {
  /** The host that the person goes back to: all that is known of the wallet. */
  readonly wallet: string
  readonly parameters: Readonly<Record<string, string>>
  readonly isCodeWrong: boolean
}

/** The page on which a person lets a wallet have their record, in their language. Without a question it says that it is over. */
export function authorizePage(acceptLanguage: string | undefined, asked: AuthorizePage | undefined): string {
  const language = languageOf(acceptLanguage ?? '', Object.keys(words))
  const said = words[language] ?? words['en'] as Words
  const body = asked === undefined ? `<p>${said.over}</p>` : [
    `<p>${escapeHtml(said.ask(asked.wallet, asked.organisation, asked.achievement))}</p>`,
    '<form method="post" action="">',
    ...Object.entries(asked.parameters).map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`),
    ...(asked.exchange.is_code_proven ? [] : [
      `<p><label for="code">${said.code}</label><br><input id="code" name="claim_code" inputmode="numeric" autocomplete="one-time-code" maxlength="40" dir="ltr"${asked.isCodeWrong ? ' aria-invalid="true" aria-describedby="wrong"' : ''}></p>`,
      ...(asked.isCodeWrong ? [`<p id="wrong" role="alert">${said.wrong}</p>`] : []),
    ]),
    `<p><button class="main" name="answer" value="agree">${said.agree}</button> <button name="answer" value="decline">${said.decline}</button></p>`, '</form>',
  ].join('\n')
  return plainPage({ language, title: said.title, body })
}
