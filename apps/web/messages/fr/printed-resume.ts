import type * as english from '../en/printed-resume.ts'
import { pluralIn } from '../plural.ts'
import type { Words } from '../words.ts'

const plural = pluralIn('fr')

/** Ce que dit le portefeuille d’un CV pour ceux qui n’installent rien. */
export const printedResume = {
  heading: 'Un CV que l’on peut vérifier',
  lede: 'Imprimez-le ou enregistrez-le en PDF. Qui le lit peut vérifier chaque ligne avec n’importe quel navigateur, sans compte.',
  name: 'Votre nom',
  contact: 'Comment vous joindre',
  contactHint: 'Une chose par ligne, par exemple un téléphone. Cela ne figure que sur le papier.',
  records: 'Attestations que vous avez reçues',
  entries: 'Avec vos propres mots',
  paper: { records: 'Attestations données par d’autres', entries: 'Avec mes propres mots' },
  private: 'Quelque chose ici est marqué comme privé. Cela reste en dehors.',
  until: 'Combien de temps le lien doit-il marcher ?',
  untilChoices: { month: 'Un mois', quarter: 'Trois mois' },
  until90: (date) => `Jusqu’au ${date}. Vous pouvez y mettre fin avant, sur cette page.`,
  shows: 'Quiconque a le CV peut ouvrir le lien et lire tout ce qui y figure. Ce qui est privé et le jour de remise d’un diplôme restent en dehors.',
  more: 'Autres façons de le remettre',
  nothing: 'Choisissez au moins une ligne.',
  nothingYet: 'Il n’y a encore rien dans votre portefeuille qui puisse figurer dans un CV.',
  make: 'Faire le CV',
  again: 'Le modifier',
  print: 'Imprimer ou enregistrer en PDF',
  lerRs: 'Enregistrer en LER-RS (JSON)',
  lerRsHint: 'Pour les systèmes de candidature qui acceptent le format de HR Open, avec les attestations signées à l’intérieur.',
  bundle: 'Tout enregistrer en un seul fichier',
  bundleHint: 'Pour qui veut le vérifier sans connexion. On ne peut pas mettre fin à un fichier.',
  hidden: (count) => plural(count, { one: '1 élément est privé en entier\u00a0; il n’est donc pas dans cette liste.', other: `${count} éléments sont privés en entier\u00a0; ils ne sont donc pas dans cette liste.` }),
  lost: (count) => plural(count, { one: '1 chose n’a pas de place dans ce format :', other: `${count} choses n’ont pas de place dans ce format :` }),
  ready: 'Votre CV est prêt. Regardez-le, puis imprimez-le.',
  from: (issuer) => `De ${issuer}`,
  given: (date) => `Remise le ${date}`,
  also: 'La même chose figure aussi ici\u00a0:',
  level: (level) => `Niveau : ${level}.`,
  check: (number) => `Vérifier la ligne ${number}`,
  checkHeading: 'Comment vérifier ce CV',
  checkText: (date) => `Scannez le code ou ouvrez le lien. Il marche jusqu’au ${date}. Votre navigateur vérifie lui-même chaque signature, et dit ce que cela ne prouve pas.`,
  qr: 'Code qui ouvre le résultat de chaque ligne',
  faults: {
    tooLarge: 'C’est trop pour un lien. Laissez de côté quelques lignes, surtout celles avec des fichiers.',
    offline: 'Le nœud n’a pas pu être joint, et un lien en a besoin. Réessayez quand vous serez connecté.',
    other: 'Le CV n’a pas pu être fait. Réessayez.',
  },
} satisfies Words<typeof english.printedResume>
