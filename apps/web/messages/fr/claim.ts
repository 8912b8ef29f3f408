import type { claim as english } from '../en/claim.ts'
import type { Words } from '../words.ts'

/** Les phrases de la page qu’ouvre un lien de remise. */
export const claim = {
  title: 'Une attestation vous attend',
  lede: (organisation) => `Elle a été préparée par ${organisation}. Rien ne se passe tant que vous ne l’ajoutez pas.`,
  for: (hint) => `Pour ${hint}`,
  signedBy: 'Signée par l’organisation. Une fois qu’elle sera à vous, vous pourrez vérifier la signature.',
  noted: 'Le registre public ne contient rien sur vous : ni nom, ni adresse.',
  notYou: 'Ce n’est pas vous ? Alors fermez cette page : rien n’a été pris. Merci de prévenir la personne qui vous a envoyé le lien.',
  add: 'Ajouter à mon parcours',
  addHint: 'Cela ouvre votre propre parcours, où vous la gardez. Si vous n’en avez pas encore, vous le créez sur place. C’est gratuit et cela prend une minute.',
  needsCode: 'On vous demandera aussi le code que l’organisation vous a donné.',
  guardian: {
    asked: 'Votre responsable légal doit d’abord être d’accord',
    askedText: 'Cette personne a son propre lien, et reçoit un code. Quand elle aura dit oui, ouvrez de nouveau ce lien : il reste valable.',
    refused: 'Votre responsable légal n’a pas donné son accord',
    refusedText: 'Cette personne peut encore changer d’avis. À partir de votre majorité, on ne demande plus à personne, et ce lien fonctionne toujours.',
  },
  bound: 'Cette attestation a déjà été prise',
  boundLede: 'Quelqu’un l’a déjà ajoutée à son propre parcours.',
  boundYou: 'Si c’était vous, elle est en sécurité dans votre parcours.',
  boundNotYou: 'Si ce n’était pas vous, demandez-la quand même. L’organisation verra alors que deux personnes la veulent, et pourra vous en faire une nouvelle.',
  askAnyway: 'Ce n’était pas moi : la demander',
  openWallet: 'Ouvrir mon parcours',
  suspended: 'Cette attestation est en attente',
  suspendedLede: 'L’organisation qui l’a faite l’a suspendue pour le moment ; elle ne peut donc pas être ajoutée aujourd’hui.',
  suspendedNext: 'Votre lien reste valable. Réessayez plus tard, ou demandez à l’organisation ce qu’elle attend.',
  voided: 'Cette attestation a été retirée',
  voidedLede: (organisation) => `${organisation} l’a retirée ; elle ne peut donc pas être ajoutée.`,
  voidedNext: 'Un nom ou une adresse était peut-être faux, et un nouveau lien est en route. En cas de doute, demandez à l’organisation.',
  missing: 'Ce lien ne mène à aucune attestation',
  missingNext: 'Le lien est peut-être incomplet. Ouvrez-le à nouveau depuis le message, ou demandez-en un nouveau à l’organisation.',
} satisfies Words<typeof english>
