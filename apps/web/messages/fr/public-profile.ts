import type { publicProfile as english } from '../en/public-profile.ts'
import { pluralIn } from '../plural.ts'
import type { Words } from '../words.ts'

const plural = pluralIn('fr')

/** Ce que disent d’un profil les pages où d’autres le lisent. */
export const publicProfile = {
  title: 'Un profil',
  loading: 'Nous le récupérons et le vérifions…',
  unsigned: 'Le nom et les mots ci-dessus sont ceux de la personne : nul ne les a signés. Chaque ligne ci-dessous vient d’être vérifiée dans votre navigateur.',
  madeOutTo: (name) => `L’attestation elle-même nomme ${name}`,
  own: 'Avec ses propres mots',
  level: (level) => `Niveau : ${level}`,
  show: 'Voir ce qui a été vérifié',
  print: 'Imprimer cette page',
  genuine: (count) => plural(count, { one: '# attestation authentique', other: '# attestations authentiques' }),
  ownCount: (count) => plural(count, { one: '# élément avec ses propres mots', other: '# éléments avec ses propres mots' }),
  open: (count) => plural(count, { one: '# pas entièrement confirmé', other: '# pas entièrement confirmés' }),
  bad: (count) => plural(count, { one: '# qui ne tient pas', other: '# qui ne tiennent pas' }),
  until: (date) => `Cette page reste ici jusqu’au ${date}, sauf si la personne la retire avant. Personne ne compte ni ne retient qui la lit.`,
  take: 'Emporter cette page',
  address: 'Adresse de cette page',
  send: 'Envoyer…',
  qr: 'Un code qui contient l’adresse de cette page',
} satisfies Words<typeof english>
