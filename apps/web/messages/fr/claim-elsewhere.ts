import type { claimElsewhere as english } from '../en/claim-elsewhere.ts'
import type { Words } from '../words.ts'

/** Ce que dit la page à qui garde ses attestations dans un autre portefeuille. */
export const claimElsewhere = {
  summary: 'Utiliser un autre portefeuille',
  text: 'Si vous gardez vos attestations dans un autre portefeuille, ou sur un autre appareil, recevez-la là-bas.',
  code: 'Le code que l’organisation vous a donné',
  codeHint: 'Sans lui, votre portefeuille vous le demandera, s’il sait le faire.',
  start: 'Afficher le code à scanner',
  starting: 'Un instant…',
  scan: 'Scannez-le avec votre portefeuille, ou copiez-y l’adresse.',
  qr: 'Code QR pour votre portefeuille',
  address: 'Adresse pour votre portefeuille',
  open: 'Ouvrir dans un portefeuille de cet appareil',
  once: (time) => `Sert une seule fois, jusqu’à ${time}. Rien n’est pris avant que votre portefeuille vous le demande.`,
  anew: 'En créer un nouveau',
} satisfies Words<typeof english>
