import type { home as english } from '../en/home.ts'
import type { Words } from '../words.ts'

/** Les phrases de la page d’accueil. */
export const home = {
  title: 'Tout ce que vous avez appris dans votre vie, entre vos mains et reconnu par les autres',
  lede: 'Des attestations de ce que vous avez étudié, appris et fait. C’est vous qui les gardez. Toute personne à qui vous les montrez peut les vérifier.',
  newNode: 'Ce nœud est nouveau',
  newNodeNext: 'Personne ne l’a encore configuré. La personne qui l’a démarré trouvera un lien de configuration dans la fenêtre où il s’exécute.',
  claimTitle: 'J’ai reçu un lien',
  claimText: 'Une école, un employeur ou une autre organisation a préparé une attestation pour vous. Ouvrez le lien de son message, ou collez-le ici.',
  claimField: 'Le lien que vous avez reçu',
  claimAct: 'Voir de quoi il s’agit',
  claimFault: 'Ce lien ne mène pas à une attestation. Copiez le lien en entier, de https jusqu’à la fin.',
  walletLead: 'Vous avez déjà une attestation ?',
  walletAct: 'Ouvrir mon parcours',
  verifyTitle: 'Vérifier une attestation',
  verifyText: 'On vous a montré une attestation. Voyez qui l’a signée, si elle a été modifiée et si elle est encore valable. Aucun compte n’est nécessaire.',
  verifyAct: 'Vérifier une attestation',
  issueTitle: 'Délivrer des attestations',
  issueText: 'Vous enseignez, formez, évaluez ou employez des personnes. Faites de votre liste de noms des attestations que chacun garde et que d’autres peuvent vérifier.',
  issueAct: 'Aller à votre bureau',
  howTitle: 'Comment ça marche',
  how: [
    { name: 'Elle est signée', text: 'L’organisation signe chaque attestation. Si une seule lettre est modifiée ensuite, toute personne qui la vérifie s’en aperçoit.' },
    { name: 'Elle est notée', text: 'Une trace de chaque signature est inscrite dans un registre public. Cette trace ne dit rien de vous : ni nom, ni date de naissance, ni note.' },
    { name: 'Elle est à vous', text: 'L’attestation reste sur votre appareil. Vous décidez qui la voit, ce qu’il en voit et pendant combien de temps.' },
  ],
} satisfies Words<typeof english>
