import type { claimFile as english } from '../en/claim-file.ts'
import type { Words } from '../words.ts'

/** Ce que dit la page à qui veut son attestation sous forme de fichier, sans portefeuille. */
export const claimFile = {
  summary: 'La recevoir en fichier',
  text: 'Il ne faut pas de portefeuille. Vous recevez l’attestation signée, en fichier et en texte, à garder et à transmettre. Votre adresse e-mail y figure.',
  email: 'Votre adresse e-mail',
  emailHint: 'Celle que l’organisation a de vous. Elle montre que cette attestation est la vôtre.',
  emailMissing: 'Saisissez votre adresse e-mail.',
  code: 'Le code que l’organisation vous a donné',
  codeMissing: 'Saisissez le code.',
  hashed: 'Ne pas laisser lire mon adresse',
  hashedHint: 'Personne ne peut alors la lire dans le fichier. Qui la connaît peut encore vérifier que l’attestation est bien à cette adresse.',
  get: 'Recevoir le fichier',
  getting: 'Un instant…',
  ready: 'Voici votre attestation',
  readyText: 'Gardez le fichier en lieu sûr. Vous pouvez l’envoyer à qui vous voulez : on pourra le vérifier sans vous.',
  untilTaken: 'Si vous ajoutez plus tard l’attestation à un portefeuille, ce fichier cesse d’être valable et le portefeuille en a un nouveau.',
  download: 'Enregistrer le fichier',
  whole: 'La même attestation en texte',
  copy: 'Copier le texte',
} satisfies Words<typeof english>
