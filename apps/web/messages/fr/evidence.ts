import type { evidence as english } from '../en/evidence.ts'
import type { Words } from '../words.ts'

/** Les fichiers qui sont les justificatifs d’une attestation, là où on les montre. */
export const evidence = {
  heading: 'Les justificatifs',
  caution: 'Ces fichiers ont été faits par d’autres. Chacun est montré isolé : rien en lui ne peut s’exécuter, demander quoi que ce soit à internet ni lire cette page.',
  state: {
    'matched': 'C’est le fichier dont il s’agit : son empreinte est celle de l’attestation.',
    'mismatched': 'Ce n’est pas le fichier dont il s’agit : son empreinte n’est pas celle de l’attestation.',
    'missing': 'Il n’a pas été remis, personne ne peut donc dire ici ce qu’il montre.',
    'unbound': 'L’attestation ne dit pas de quel fichier il s’agit : ce que vous trouvez peut en être un autre.',
    'within': 'Il fait partie de l’attestation elle-même.',
    'not-supported': 'Nous ne pouvons pas vérifier comment il est lié à l’attestation.',
  },
  unnamed: 'Un fichier sans nom',
  lies: 'Se trouverait à',
  look: 'Le regarder',
  close: 'Le fermer',
  save: 'L’enregistrer',
  pdfWords: 'Voici les mots qu’il contient. Enregistrez-le pour voir son aspect.',
  notShown: 'Ce type de fichier ne s’affiche pas ici. Enregistrez-le et ouvrez-le avec un de vos programmes.',
  tooLarge: 'Ce fichier est trop grand pour être montré ici. Enregistrez-le et ouvrez-le avec un de vos programmes.',
  noPicture: 'Si vous ne voyez pas d’image, le fichier n’en est pas une, quoi qu’il prétende.',
  title: (name) => `Le contenu de ${name}`,
} satisfies Words<typeof english>
