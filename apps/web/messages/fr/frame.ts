import type { frame as english } from '../en/frame.ts'
import { pluralIn } from '../plural.ts'
import type { Words } from '../words.ts'

const plural = pluralIn('fr')

/** Les phrases qui figurent sur beaucoup de pages. */
export const frame = {
  product: 'Everlearned',
  pageTitle: (title) => `${title} – Everlearned`,
  skip: 'Aller au contenu principal',
  mainMenu: 'Menu principal',
  whereYouAre: 'Où vous êtes',
  rehearsal: 'Répétition.',
  rehearsalLabel: 'À propos de ce nœud',
  rehearsalMeaning: 'Pour essayer seulement : ce nœud n’a pas encore d’adresse publique sur le web.',
  free: 'Gratuit, toujours, pour les personnes à qui appartiennent les attestations.',
  loading: 'Chargement en cours…',
  tryAgain: 'Réessayer',
  copy: 'Copier',
  copied: 'Copié',
  leaveAsItIs: 'Laisser tel quel',
  showMe: 'Afficher',
  steps: (current, total) => `Étape ${current} sur ${total}`,
  stepDone: 'terminé',
  checkRecord: 'Vérifier une attestation',
  ledger: 'Le registre public',
  network: 'Qui en garde une copie',
  alarms: (count) => plural(count, { one: '# alerte', other: '# alertes' }),
  apiGuide: 'Pour les développeurs',
  signIn: 'Se connecter',
  signInElsewhere: 'Se connecter dans un nouvel onglet',
  signOut: 'Se déconnecter',
  account: 'Votre compte',
  console: 'Votre bureau',
  aRecord: 'Une attestation',
  language: 'Langue',
  languageMissing: 'Cette langue n’a pas pu être chargée. Réessayez quand vous serez connecté.',
  notFound: 'Il n’y a pas de page ici',
  notFoundNext: 'L’adresse est peut-être incomplète ou mal saisie. Recopiez le lien en entier, ou repartez de la page d’accueil.',
  toFirstPage: 'Aller à la page d’accueil',
} satisfies Words<typeof english>
