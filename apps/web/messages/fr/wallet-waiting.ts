import type * as english from '../en/wallet-waiting.ts'
import type { Words } from '../words.ts'

/** Ce que dit le portefeuille des attestations qui viennent plus tard. */
export const walletWaiting = {
  heading: 'En chemin',
  notYet: 'Pas encore arrivée',
  here: 'Elle est arrivée. Regardez-la',
  since: (day) => `En attente depuis le ${day}`,
  unnamed: 'Une attestation en chemin',
  from: 'Qui la prépare',
  asked: 'Dernière demande',
  text: 'Elle n’a pas encore été remise. Votre portefeuille ne demande rien de lui-même\u00a0: appuyez sur le bouton quand vous voulez savoir.',
  ask: 'Demander maintenant',
  soon: (moment) => `On souhaite une nouvelle demande à partir de\u00a0: ${moment}.`,
  still: 'Elle n’est pas encore là.',
  remove: 'Ne plus attendre',
  removeText: 'Si vous n’attendez plus, votre portefeuille oublie comment l’obtenir. Il vous faudrait alors un nouveau lien.',
  gone: { title: 'Il n’y a plus rien pour vous ici', text: 'Elle a déjà été remise, ou son délai est passé. Demandez un nouveau lien.' },
  missing: 'Rien n’attend ici. Vous l’avez peut-être déjà, ou vous n’attendez plus.',
} satisfies Words<typeof english.walletWaiting>
