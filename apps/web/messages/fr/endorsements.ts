import type { endorsements as english } from '../en/endorsements.ts'
import { pluralIn } from '../plural.ts'
import type { Words } from '../words.ts'

const plural = pluralIn('fr')

/** Ce qui est dit des recommandations, là où on les vérifie et là où on les garde. */
export const endorsements = {
  heading: 'Qui s’en porte garant',
  caution: 'Ce sont leurs propres mots. Ce qui compte a été établi ici, et non lu dans le fichier.',
  holding: (holding, of) => `${plural(holding, { one: '# compte', other: '# comptent' })}, sur ${of} joints.`,
  unnamed: 'Une personne sans nom',
  level: { endorsed: 'Recommandé, identité non vérifiée', attested: 'Attesté par une organisation connue ici', none: 'Ne compte pas' },
  relation: {
    'supervised': 'A supervisé ce travail', 'worked-beside': 'A travaillé à ses côtés', 'taught': 'Lui a enseigné', 'treasurer': 'Tenait les comptes là où cela s’est fait', 'served': 'En a bénéficié', 'other': 'Le sait d’une autre façon',
  },
  noRelation: 'Ne dit pas d’où elle le sait',
  since: (relation, when) => `${relation}, depuis ${when}`,
  conflict: { family: 'Il y a un lien de famille', paid: 'Cette personne est payée pour cela', depends: 'L’une des deux personnes dépend de l’autre' },
  noConflict: 'Déclare que rien ne l’influence : ni famille, ni paiement, ni dépendance',
  notAsked: 'Ne dit pas ce qui pourrait l’influencer',
  seen: (node, date) => `Le nœud ${node} déclare qu’une adresse électronique a répondu à son code le ${date}. À qui elle appartient n’a pas été vérifié.`,
  unseen: 'Aucun nœud ne déclare avoir joint cette personne.',
  why: {
    withdrawn: 'Cette personne l’a repris, ou il ne tient pas.',
    open: 'On n’a pas pu vérifier s’il a été repris.',
    subject: 'Il porte sur autre chose.',
    content: 'Il a été donné pour une autre version de ce document.',
    address: 'Ce qu’il dit d’une adresse de contact est faux.',
    own: 'Il a été signé par la personne même ou par l’émetteur de ce document.',
    again: 'La même clé a signé deux fois. Une seule signature compte.',
  },
} satisfies Words<typeof english>
