import type { walletTimeline as english } from '../en/wallet-timeline.ts'
import { pluralIn } from '../plural.ts'
import type { Words } from '../words.ts'

const plural = pluralIn('fr')

/** Ce que dit le portefeuille là où tout se suit dans l’ordre d’une vie. */
export const walletTimeline = {
  kinds: {
    'education': 'Études', 'training': 'Stage ou cours', 'employment': 'Travail', 'licence': 'Permis ou certificat', 'skill': 'Compétence', 'project': 'Projet', 'military-service': 'Service militaire',
    'volunteering': 'Bénévolat', 'caregiving': 'Aide à un proche', 'self-directed-learning': 'Appris par moi-même', 'entrepreneurship': 'Mon entreprise',
  },
  since: (start) => `${start} jusqu’à maintenant`,
  between: (start, end) => `${start} – ${end}`,
  own: 'Avec vos propres mots',
  evidence: (count) => plural(count, { one: 'Étayé : # fichier le montre', other: 'Étayé : # fichiers le montrent' }),
  stated: 'Déclaré par vous',
  private: 'Une partie est privée',
  also: (count) => plural(count, { one: 'Figure aussi à # autre endroit', other: 'Figure aussi à # autres endroits' }),
  came: (host, date) => `Venue de ${host} le ${date}`,
  cameInFile: (date) => `Venue dans un fichier le ${date}`,
  cameAgain: (count) => plural(count, { one: 'la même est venue encore # fois', other: 'la même est venue encore # fois' }),
  draftsHeading: (count) => plural(count, { one: '# brouillon vous attend', other: '# brouillons vous attendent' }),
  drafts: 'Un brouillon ne compte pas tant que vous n’avez pas dit qu’il est juste.',
  lookAtDrafts: 'Les regarder',
  removed: (name) => `« ${name} » a été retiré.`,
  undo: 'Annuler',
} satisfies Words<typeof english>
