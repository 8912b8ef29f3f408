import type { wallet as english } from '../en/wallet.ts'
import { pluralIn } from '../plural.ts'
import type { Words } from '../words.ts'

const plural = pluralIn('fr')

/** Ce que dit le portefeuille sur ses premières pages. */
export const wallet = {
  origin: 'Votre portefeuille',
  lock: 'Verrouiller',
  home: 'Mon parcours',
  settings: 'Réglages',
  working: 'Un instant…',
  unavailable: { title: 'Ce navigateur ne conserve rien', text: 'Il ne permet pas à cette page d’enregistrer quoi que ce soit, peut-être parce qu’il est en mode privé. Un portefeuille en a besoin. Ouvrez cette page dans une fenêtre ordinaire ou dans un autre navigateur.' },
  offline: 'Vous êtes hors connexion. Vos attestations sont là malgré tout ; pour en partager ou en prendre d’autres, il faudra attendre d’être connecté.',

  first: {
    heading: 'Ce que vous avez appris, entre vos propres mains',
    lede: 'Voici votre portefeuille. Il garde vos attestations sur cet appareil, sous clé. Personne d’autre ne peut les ouvrir, pas même nous.',
    make: 'Créer mon portefeuille',
    restore: 'J’avais déjà un portefeuille',
    points: ['C’est gratuit, pour toujours.', 'Ni nom, ni adresse e-mail, ni compte.', 'Vous choisissez ce que vous montrez, à qui et pour combien de temps.'],
  },

  make: {
    title: 'Créer mon portefeuille',
    heading: 'Comment voulez-vous ouvrir votre portefeuille ?',
    deviceHint: 'Avec votre empreinte, votre visage ou votre code PIN. C’est la manière la plus simple, et elle est sûre.',
    devicePrompt: 'Utiliser le verrouillage de cet appareil',
    devicePasskeyName: 'Mon portefeuille Everlearned',
    passphraseInstead: 'Utiliser plutôt une phrase secrète',
    passphraseHeading: 'Choisissez une phrase secrète',
    passphraseLabel: 'Votre phrase secrète',
    passphraseHelp: (least) => `Au moins ${least} caractères. Quatre ou cinq mots sans rapport entre eux sont sûrs et faciles à retenir.`,
    show: 'Afficher ce que je saisis',
    warning: 'Personne ne peut la réinitialiser pour vous. Notez-la et gardez le papier en lieu sûr.',
    done: 'Créer mon portefeuille',
    shared: 'D’autres utilisent-ils aussi cet ordinateur ?',
    sharedAct: 'L’utiliser une fois, sans rien garder',
    weak: {
      'too-short': (least) => `C’est trop court. Utilisez au moins ${least} caractères, par exemple quatre mots.`,
      'too-repetitive': () => 'Elle répète toujours les mêmes caractères. Ajoutez d’autres mots.',
      'too-common': () => 'C’est une des premières choses que n’importe qui essaierait. Choisissez des mots que vous seul réuniriez.',
    },
    prfMissing: 'Dans ce navigateur, le verrouillage de l’appareil ne peut pas protéger un portefeuille. Choisissez une phrase secrète : elle le protège tout aussi bien.',
    cancelled: 'Le verrouillage de l’appareil a été fermé avant de répondre. Rien n’a été créé. Réessayez, ou choisissez une phrase secrète.',
  },

  unlock: {
    heading: 'Ouvrez votre portefeuille',
    lede: 'Il est verrouillé. Personne ne peut voir ce qu’il contient.',
    device: 'Ouvrir avec le verrouillage de cet appareil',
    passphrase: 'Votre phrase secrète',
    open: 'Ouvrir',
    or: 'Ou avec votre phrase secrète',
    wrong: 'Cette phrase secrète n’ouvre pas ce portefeuille. Vérifiez les majuscules et les espaces, puis réessayez.',
    cancelled: 'Le verrouillage de l’appareil a été fermé avant de répondre. Réessayez.',
    prfMissing: 'Le verrouillage de l’appareil a répondu, mais sans le secret qui ouvre le portefeuille. Utilisez votre phrase secrète ou votre fichier de sauvegarde.',
    lost: 'Je n’arrive plus à l’ouvrir',
    lostHelp: 'Si vous avez un fichier de sauvegarde et sa phrase secrète, vos mots sur papier ou les cartes de vos personnes de confiance, vous pouvez le retrouver. Sans rien de cela, personne ne peut ouvrir ce portefeuille, et vous devrez demander de nouvelles attestations à ceux qui vous les ont données.',
    restore: 'Retrouver mon portefeuille',
  },

  list: {
    heading: 'Mon parcours',
    count: (count) => plural(count, { one: '# attestation', other: '# attestations' }),
    profiles: 'Des profils selon les personnes',
    learning: 'Votre journal d’apprentissage',
    resume: 'Faire un CV vérifiable',
    add: 'Ajouter ou montrer',
    emptyHeading: 'Il n’y a encore rien ici',
    empty: 'Quand une école, un employeur ou quelqu’un d’autre vous donne une attestation, elle apparaît ici comme une carte. Vous recevez un lien ou un code : ouvrez-le sur cet appareil, ou collez-le.',
    emptyOwn: 'Vous n’avez à attendre personne : vous pouvez noter vous-même ce que vous avez fait ou appris.',
    begin: 'Noter quelque chose',
    hadSome: 'Aviez-vous déjà des attestations ?',
    fromDevices: 'Depuis vos autres appareils',
    fromFile: 'Depuis un fichier',
    brokenOne: 'Une attestation de cet appareil est abîmée et ne peut pas être ouverte. Si vous avez une sauvegarde, remettez-la en place.',
    brokenMany: (count) => plural(count, { other: '# attestations de cet appareil sont abîmées et ne peuvent pas être ouvertes. Si vous avez une sauvegarde, remettez-la en place.' }),
    notSafeHeading: 'Pas encore en sécurité',
    notSafe: 'Vos attestations sont sur cet appareil seulement. S’il est perdu, ou si les données de ce navigateur sont effacées, elles disparaissent. Une sauvegarde prend une minute.',
    backUp: 'Faire une sauvegarde',
    stale: 'Quelque chose ici est plus récent que votre dernière sauvegarde. Faites-en une nouvelle, pour que rien ne se perde.',
    keysOnlyHeading: 'Vos clés sont à l’abri, vos attestations ne le sont pas',
    keysOnly: 'Vos mots ou vos proches redonnent accès aux clés, mais les attestations elles-mêmes ne se trouvent que sur cet appareil. Faites une sauvegarde, ou laissez vos autres appareils les conserver aussi.',
    chooseHow: 'Choisir comment les protéger',
  },
} satisfies Words<typeof english>
