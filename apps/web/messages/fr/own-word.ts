import type { ownWord as english } from '../en/own-word.ts'
import type { Words } from '../words.ts'

/** Ce que l’on dit d’une attestation que quelqu’un a signée sur lui-même. */
export const ownWord = {
  headline: 'Avec les propres mots de la personne',
  text: 'Pas un mot n’a changé depuis que la personne concernée l’a signée. Personne d’autre ne le dit : demandez-lui, regardez ce qui le montre, ou demandez à ceux qui étaient là.',
  by: 'Par la personne concernée. C’est sa propre parole.',
  byWord: 'Elle-même',
  accepted: 'Il n’y a pas d’autre émetteur que la personne elle-même, donc personne que ce nœud pourrait connaître.',
  issuer: 'La personne concernée',
  told: 'Ce qu’elle raconte, point par point',
  vouched: 'Avec les propres mots de la personne, et d’autres le recommandent',
  vouchedText: 'Pas un mot n’a changé depuis que la personne concernée l’a signée. Plus bas se trouve qui le recommande, et ce que cela vaut.',
  entitled: 'Chacun peut parler de sa propre vie. Ceux qui étaient là peuvent dire si c’est vrai.',
  signed: 'Signé le',
  story: 'Avec ses mots',
  id: 'Sa clé pour cet élément',
} satisfies Words<typeof english>
