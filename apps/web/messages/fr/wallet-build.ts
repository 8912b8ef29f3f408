import type * as english from '../en/wallet-build.ts'
import type { Words } from '../words.ts'

/** Ce que le portefeuille dit du programme qu’il est. */
export const walletBuild = {
  heading: 'La version que vous utilisez',
  working: 'Un instant…',
  none: 'Cette page vient directement du nœud. Dès votre prochaine visite, ce navigateur garde la version qu’il a et vérifie chaque nouvelle version avant de l’utiliser.',
  version: (version) => `C’est la version ${version}.`,
  recorded: (index) => `Elle figure au registre public que ce portefeuille a noté lors de votre première visite (entrée ${index}) : tout le monde reçoit donc la même.`,
  notRecorded: 'Elle ne figure pas encore à un registre public.',
  fingerprint: 'Empreinte :',
  next: (version) => `Une version plus récente (${version}) est vérifiée et prête. Elle sera utilisée quand toutes les pages de votre portefeuille seront fermées.`,
  offered: (version) => `Une version plus récente (${version}) figure au registre public. Vous restez sur la vôtre.`,
  take: 'Utiliser maintenant la nouvelle version',
  stay: 'Rester sur cette version',
  goOn: 'Recevoir de nouveau les nouvelles versions',
  stays: 'Vous restez sur cette version jusqu’à ce que vous en décidiez autrement. Les défauts qu’on y trouve restent aussi.',
  refused: {
    'trust/build-not-recorded': 'Le nœud propose une autre version qui ne figure pas à son registre public.',
    'trust/build-other-log': 'Le nœud propose une autre version qui figure à un autre registre que celui que ce portefeuille a noté, ou sous une autre clé.',
    'trust/build-not-final': 'Le nœud propose une autre version que les membres de son réseau n’ont pas encore confirmée.',
    'trust/build-proof-wrong': 'Le nœud propose une autre version, et sa preuve est fausse.',
    'build/malformed': 'Ce que le nœud dit de sa version est illisible.',
    'build/older': 'Le nœud propose une version plus ancienne que la vôtre.',
    'build/file-differs': 'Le nœud propose une autre version, et l’un de ses fichiers n’est pas celui qui figure au registre public.',
    'build/policy-weaker': 'Le nœud propose une autre version avec moins de protection que ce portefeuille n’en exige.',
  },
  kept: 'Elle n’a pas été prise. Vous continuez avec la version que vous avez.',
  noteLog: 'Noter le registre que le nœud montre maintenant',
  noteLogHint: 'Un registre change rarement de clé. Demandez à qui tient ce nœud avant d’accepter : dès lors, ce que signe la nouvelle clé fait foi.',
  strangeTitle: 'N’ouvrez pas votre portefeuille ici maintenant',
  strange: 'Ce nœud a envoyé un autre programme pour veiller sur votre portefeuille, qui ne figure pas à son registre public. Votre portefeuille s’est verrouillé. Prévenez qui tient le nœud. Vous pouvez rétablir votre portefeuille sur un autre nœud, avec votre sauvegarde, vos mots ou vos personnes de confiance.',
} satisfies Words<typeof english.walletBuild>
