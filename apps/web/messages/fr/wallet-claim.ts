import type * as english from '../en/wallet-claim.ts'
import type { Words } from '../words.ts'

/** Ce que dit le portefeuille quand on apporte un lien. */
export const walletAdd = {
  label: 'Lien',
  go: 'Voir de quoi il s’agit',
} satisfies Words<typeof english.walletAdd>

/** Ce que dit le portefeuille quand on prend une attestation. */
export const walletClaim = {
  heading: (issuer) => `${issuer} a une attestation pour vous`,
  headingPlain: 'Une attestation pour vous',
  loading: 'Nous demandons ce qui vous attend…',
  for: (hint) => `Établie au nom de ${hint}`,
  at: 'Par le nœud',
  notYou: 'Ce ne sont pas vos initiales ? Alors ne la prenez pas : prévenez la personne qui vous a envoyé le lien.',
  take: 'La mettre dans mon portefeuille',
  needWallet: 'Il vous faut un portefeuille pour la garder. En créer un prend une minute, ne coûte rien et ne demande aucun nom.',
  needUnlock: 'Ouvrez votre portefeuille pour la garder.',
  code: 'Le code que vous avez reçu à part',
  codeHint: 'De six à huit chiffres, dans un SMS ou sur papier, de la même organisation.',
  codeMissing: 'Saisissez le code que vous avez reçu à part. Il compte de six à huit chiffres.',
  steps: { asking: 'Demande de l’attestation', proving: 'Preuve que la clé est à vous', checking: 'Vérification de ce qui est arrivé', keeping: 'Mise sous clé' },
  done: 'Elle est à vous',
  doneText: 'L’attestation est dans votre portefeuille, sous clé sur cet appareil. Elle est désormais liée à une clé que vous seul possédez.',
  again: 'Réessayer',
  faults: {
    linkMalformed: { title: 'Ce lien est incomplet', text: 'Il en manque une partie, peut-être parce qu’un logiciel de messagerie l’a coupé. Ouvrez-le à nouveau depuis le message, ou copiez le lien en entier et collez-le.' },
    nodeOrigin: { title: 'Nous n’ouvrirons pas ce lien', text: 'Il mène à une adresse sans connexion protégée, où d’autres pourraient lire ce qui passe. Demandez à la personne qui l’a envoyé un lien qui commence par https://.' },
    offline: { title: 'Pas de connexion', text: 'Rien n’a été perdu et rien n’a été pris. Votre lien reste valable : réessayez quand vous serez connecté.' },
    unknown: { title: 'Rien ne vous attend sous ce lien', text: 'Il est peut-être mal saisi, ou si ancien qu’il a été supprimé. Demandez-en un nouveau à la personne qui l’a envoyé.' },
    bound: { title: 'Cette attestation a déjà été prise', text: 'Si c’était vous, cherchez-la dans le portefeuille où vous l’avez mise, peut-être sur un autre appareil. Sinon, rien n’est perdu : nous avons signalé votre demande à ceux qui l’ont donnée. Écrivez-leur : ils peuvent retirer la première et vous en faire une nouvelle.' },
    suspended: { title: 'Cette attestation est en attente', text: 'Ceux qui l’ont faite l’ont suspendue pour le moment. Votre lien reste valable : demandez-leur, ou réessayez plus tard.' },
    voided: { title: 'Cette attestation a été retirée', text: 'Ceux qui l’ont faite l’ont retirée, peut-être pour la corriger. Demandez-leur le nouveau lien.' },
    wrongCode: { title: 'Le code n’est pas le bon', text: 'Regardez à nouveau le message et saisissez seulement les chiffres. Après quelques erreurs, le lien est bloqué.' },
    locked: { title: 'Le lien est bloqué', text: 'Un mauvais code a été saisi trop souvent. Demandez un nouveau lien à ceux qui vous l’ont envoyé : votre attestation est en sécurité.' },
    tooMany: { title: 'Trop d’essais', text: 'Attendez un quart d’heure, puis réessayez. Votre lien reste valable.' },
    challenge: { title: 'Le nœud n’a pas accepté notre réponse', text: 'Pour votre sécurité, sa question ne vaut que dix minutes, et une seule fois. Réessayez. Si cela continue, vérifiez que l’horloge de cet appareil est à l’heure.' },
    dishonest: { title: 'Nous n’avons pas gardé ce qui est arrivé', text: 'Ce n’était pas l’attestation demandée : elle a été modifiée en chemin, établie pour une autre clé ou signée par quelqu’un d’autre. Votre portefeuille n’a pas changé. Prévenez ceux qui vous ont envoyé le lien.' },
    malformed: { title: 'La réponse est incompréhensible', text: 'Le nœud a répondu d’une manière que nous ne comprenons pas. Réessayez plus tard ; si cela continue, prévenez ceux qui vous ont envoyé le lien.' },
    other: { title: 'Cela n’a pas fonctionné', text: 'Le nœud a refusé sans donner de raison que nous connaissions. Votre lien reste valable : réessayez plus tard.' },
  },
} satisfies Words<typeof english.walletClaim>
