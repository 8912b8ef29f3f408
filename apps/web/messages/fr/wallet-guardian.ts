import type { walletGuardian as english } from '../en/wallet-guardian.ts'
import type { Words } from '../words.ts'

/** Ce que dit le portefeuille tant qu’un responsable a son mot à dire, et après. */
export const walletGuardian = {
  asked: 'Votre responsable légal doit d’abord être d’accord',
  askedText: 'Cette personne a son propre lien, et un code de ceux qui ont fait cette attestation. Votre lien reste valable : regardez de nouveau quand elle aura dit oui.',
  refused: 'Votre responsable légal n’a pas donné son accord',
  refusedText: 'Cette personne peut encore changer d’avis. À partir de votre majorité, on ne demande plus à personne, et ce lien fonctionne toujours. Vous pouvez en parler à votre établissement.',
  again: 'Regarder de nouveau',
  until: (day) => `Jusqu’au ${day}, votre responsable légal a son mot à dire`,
  link: 'Vous pouvez partager cette attestation par des liens qui se terminent d’eux-mêmes, et d’aucune autre façon. Elle n’est sur aucune page publique ni dans aucune recherche.',
  none: 'Le partage n’a pas été permis. Vous pouvez garder cette attestation et la regarder.',
  after: (day) => `À partir du ${day}, vous décidez sans personne d’autre. Ceux à qui vous la montrez ne voient rien de tout cela.`,
  look: 'Voir si quelque chose a changé',
  looking: 'Demande en cours…',
  unchanged: 'Rien n’a changé.',
  takenBack: 'Votre responsable légal a retiré son accord. Cette attestation n’est pas valable pour le moment. Quand l’accord sera redonné, ouvrez de nouveau votre lien.',
  offline: 'Nous n’avons pas pu demander. Réessayez quand vous serez en ligne.',
  yours: 'Vous décidez maintenant de cette attestation sans personne d’autre',
  yoursText: 'Personne d’autre n’a son mot à dire. Quelqu’un d’autre peut-il ouvrir ce portefeuille ? Demandez alors à ceux qui vous ont donné l’attestation de la remettre dans un nouveau portefeuille, à vous seulement.',
} satisfies Words<typeof english>
