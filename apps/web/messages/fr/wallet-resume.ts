import type { walletResume as english } from '../en/wallet-resume.ts'
import { pluralIn } from '../plural.ts'
import type { Words } from '../words.ts'

const plural = pluralIn('fr')

/** Ce que dit le portefeuille quand il lit un CV ou un profil. */
export const walletResume = {
  heading: 'Votre CV ou profil',
  lede: 'Nous le lisons ici, sur cet appareil. Rien n’est envoyé. Vous recevez des brouillons, et vous décidez de chacun.',
  file: 'Déposez le fichier ici, ou choisissez-le',
  fileHint: 'Un PDF, un document Word (.docx), un export LinkedIn (.zip), JSON Resume ou du texte simple. Jusqu’à 20 Mo.',
  linkedin: 'Comment obtenir mon export LinkedIn ?',
  linkedinText: 'Sur LinkedIn, ouvrez Paramètres, puis Confidentialité des données, puis Obtenir une copie de vos données. On vous envoie un fichier ZIP, souvent en un jour. Choisissez ce fichier ici. Ce qu’il dit d’autres personnes n’est pas ouvert.',
  reading: 'Lecture…',
  faults: {
    'unknown-format': 'Nous ne connaissons pas ce type de fichier. Essayez un PDF, un .docx, un export LinkedIn ou un JSON Resume.',
    'too-large': 'Ce fichier est trop grand, ou le serait une fois décompressé. Rien n’en a été lu.',
    'malformed': 'Ce fichier est abîmé et n’a pas pu être lu. Enregistrez-le de nouveau dans le programme d’où il vient.',
    'no-text': 'Il n’y a pas de texte dans ce fichier. Si c’est une photo de votre CV, enregistrez le CV lui-même en PDF.',
    'too-slow': 'La lecture de ce fichier prenait trop de temps, nous avons arrêté. Essayez-le sous une autre forme.',
    'offline': 'Ce qui lit ce type de fichier n’a pas pu être chargé. Réessayez quand vous serez connecté.',
  },
  found: (count) => plural(count, { one: 'Nous avons trouvé # chose', other: 'Nous avons trouvé # choses' }),
  none: 'Nous n’avons rien trouvé dont faire un brouillon',
  foundText: 'Les ordinateurs lisent mal les CV. Ce sont donc des brouillons : regardez chacun, et dites s’il est juste.',
  known: (count) => plural(count, { one: '# est déjà dans votre parcours et n’est pas repris ici.', other: '# sont déjà dans votre parcours et ne sont pas repris ici.' }),
  begin: 'Les regarder un par un',
  again: 'Lire un autre fichier',
  lossHeading: 'Ce que nous n’avons pas pris',
  lossText: 'Pour que rien ne se perde sans que vous le sachiez.',
  losses: {
    'personal': 'Votre nom et comment vous joindre : cela est à vous, pas à un parcours',
    'others': 'Sur d’autres personnes, ou leurs mots : demandez-leur de le dire elles-mêmes',
    'narrowed': 'Pris comme projet ou bénévolat, faute d’un type plus proche',
    'cut': 'Trop long, la fin a donc été coupée',
    'unplaced': 'Nous n’avons pas su où le mettre',
    'unread': 'Nous n’avons pas pu le lire',
    'too-many': 'Plus que ce que nous prenons d’un fichier',
  },
  drafts: {
    heading: 'Vos brouillons',
    number: (number, of) => `${number} sur ${of}`,
    question: 'Est-ce juste ?',
    source: (name) => `De ${name}`,
    accept: 'Oui, c’est juste',
    edit: 'Le modifier',
    skip: 'Pas celui-ci',
    accepted: (name) => `« ${name} » est dans votre parcours.`,
    skipped: (name) => `« ${name} » a été laissé de côté.`,
    doneHeading: 'Vous avez terminé',
    done: 'Tout ce que vous avez dit juste est maintenant dans votre parcours.',
    seeRecord: 'Voir mon parcours',
    later: 'Vous pouvez fermer cette page. Vos brouillons attendent ici.',
    same: (name) => `Vous avez déjà ceci : ${name}. Si vous le prenez, les deux figurent ensemble.`,
  },
} satisfies Words<typeof english>
