import type { sectorWords as english } from '../en/sectors.ts'
import type { Words } from '../words.ts'

/** Les cinq secteurs, dans les mots de tous les jours. */
export const sectorWords = {
  label: 'Secteur',
  choose: 'De quel type d’organisation s’agit-il ?',
  hint: 'Les décisions sur le réseau demandent l’accord des cinq secteurs, pour qu’aucun ne puisse gouverner seul.',
  names: { education: 'Écoles et universités', employer: 'Employeurs', certification: 'Certification et accréditation', worker: 'Organisations de travailleurs', government: 'Services publics' },
  none: 'Aucun secteur indiqué',
} satisfies Words<typeof english>
