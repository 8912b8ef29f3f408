import type * as english from '../en/kiosk.ts'
import type { Words } from '../words.ts'

/** Ce que dit un portefeuille pour une seule visite, sur un ordinateur que d’autres utilisent aussi. */
export const kiosk = {
  heading: 'Sur un ordinateur partagé',
  lede: 'Recevez ici votre attestation, imprimez-la et ne laissez rien derrière vous. Pour une bibliothèque, un bureau ou l’ordinateur de quelqu’un qui vous aide.',
  points: (minutes) => ['Rien n’est écrit sur cet ordinateur : votre attestation disparaît quand vous terminez ou fermez la page.', `Si personne ne touche à rien pendant ${minutes} minutes, nous demandons une fois, puis nous effaçons tout.`, 'Pour garder votre attestation, imprimez-la sur une carte ou enregistrez-la sur une clé à vous.'],
  begin: 'Commencer',
  helperHeading: 'Si vous aidez quelqu’un',
  helperText: 'Laissez cette personne choisir ce qui est imprimé et sous quel nom. Ne notez ni ses codes ni ses mots. Donnez-lui la carte imprimée et appuyez sur « Terminer » devant elle.',
  barLabel: 'Ordinateur partagé',
  bar: 'Ordinateur partagé : rien n’est gardé ici.',
  end: 'Terminer',
  endHeading: 'Terminer et tout effacer ?',
  endText: 'Avez-vous imprimé votre carte, ou enregistré un fichier sur votre propre clé ? Après cela, personne ne pourra retrouver l’attestation sur cet ordinateur. Prenez le papier dans l’imprimante.',
  endYes: 'Tout effacer',
  idle: (seconds) => `Êtes-vous encore là ? Dans ${seconds} secondes, tout sera effacé.`,
  here: 'Je suis là',
  endedHeading: 'Tout est effacé',
  endedText: 'Il ne reste rien de votre visite dans ce navigateur. Les fichiers enregistrés et les papiers imprimés sont à vous : emportez-les.',
} satisfies Words<typeof english.kiosk>
