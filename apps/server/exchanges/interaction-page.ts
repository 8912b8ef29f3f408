import type { InteractionAbout } from 'everlearned/exchange/vcalm'
import encodeQR from 'qr'
import { languageOf } from './language-of.ts'
import { escapeHtml, plainPage } from './plain-page.ts'

/** What a person reads who opens an interaction URL in a browser instead of a wallet. */
interface Words {
  readonly title: string
  readonly issue: string
  readonly verify: string
  readonly scan: string
  readonly open: string
  readonly here: string
  readonly decline: string
  readonly over: string
}

const words: Readonly<Record<string, Words>> = {
  en: {
    title: 'For your wallet', issue: 'A record is waiting for you here.', verify: 'Somebody asks to see a record of yours.',
    scan: 'Scan this code with the wallet you use, or copy the address below into it. The address works once, and for a short time only.', open: 'Open in a wallet on this device', here: 'Open in the wallet of this node', decline: 'You may decline. They learn nothing about you from that.', over: 'This address has been used, or its time is over. Ask for a new one.',
  },
  es: {
    title: 'Para su billetera', issue: 'Aquí le espera una credencial.', verify: 'Alguien le pide que muestre una credencial suya.',
    scan: 'Escanee este código con la billetera que usa, o copie en ella la dirección de abajo. La dirección sirve una sola vez y por poco tiempo.', open: 'Abrir en una billetera de este dispositivo', here: 'Abrir en la billetera de este nodo', decline: 'Puede negarse. Con ello no sabrán nada de usted.', over: 'Esta dirección ya se ha usado, o su plazo ha terminado. Pida una nueva.',
  },
  fr: {
    title: 'Pour votre portefeuille', issue: 'Une attestation vous attend ici.', verify: 'On vous demande de montrer une attestation.',
    scan: 'Scannez ce code avec le portefeuille que vous utilisez, ou copiez-y l’adresse ci-dessous. L’adresse sert une seule fois, et peu de temps.', open: 'Ouvrir dans un portefeuille de cet appareil', here: 'Ouvrir dans le portefeuille de ce nœud', decline: 'Vous pouvez refuser. Personne n’apprendra rien sur vous.', over: 'Cette adresse a déjà servi, ou son délai est passé. Demandez-en une nouvelle.',
  },
  ar: {
    title: 'لمحفظتك', issue: 'توجد وثيقة في انتظارك هنا.', verify: 'هناك من يطلب الاطلاع على وثيقة من وثائقك.',
    scan: 'يرجى مسح هذا الرمز بالمحفظة التي تستخدمها، أو نسخ العنوان أدناه إليها. يصلح العنوان مرة واحدة ولوقت قصير.', open: 'فتح في محفظة على هذا الجهاز', here: 'فتح في محفظة هذا الخادم', decline: 'يمكنك أن ترفض، ولن يعرفوا عنك شيئًا بذلك.', over: 'سبق استخدام هذا العنوان أو انتهت مدته. يرجى طلب عنوان جديد.',
  },
}

/** What the page is about. */
export interface InteractionShown {
  readonly url: string
  readonly kind: 'issue' | 'verify'
  /** Where the wallet of this node is. */
  readonly walletBaseUrl: string
  readonly about: InteractionAbout
}

/** The page of an interaction URL, in the reader's language: the address as a QR code and as text. Without an address it says that it is over. */
export function interactionPage(acceptLanguage: string | undefined, interaction: InteractionShown | undefined): string {
  const language = languageOf(acceptLanguage ?? '', Object.keys(words))
  const { title, scan, open, here, decline, over, ...said } = words[language] ?? words['en'] as Words
  const body = interaction === undefined ? `<p>${over}</p>` : [
    `<p>${said[interaction.kind]}</p>`,
    ...[interaction.about.organisation?.name, interaction.about.purpose].filter((line) => line !== undefined).map((line) => `<p><bdi>${escapeHtml(line)}</bdi></p>`),
    ...(interaction.kind === 'verify' ? [`<p>${decline} <bdi>${escapeHtml(interaction.about.alternative ?? '')}</bdi></p>`] : []),
    `<p><a class="button main" href="${escapeHtml(`${interaction.walletBaseUrl}/exchange#${new URLSearchParams({ link: interaction.url }).toString()}`)}">${here}</a></p>`,
    `<p>${scan}</p>`,
    `<p><img src="data:image/svg+xml;base64,${Buffer.from(encodeQR(interaction.url, 'svg', { ecc: 'medium' })).toString('base64')}" width="240" height="240" alt="${escapeHtml(interaction.url)}"></p>`,
    `<p><code dir="ltr">${escapeHtml(interaction.url)}</code></p>`, `<p><a href="interaction:${escapeHtml(interaction.url)}">${open}</a></p>`,
  ].join('\n')
  return plainPage({ language, title, body })
}
