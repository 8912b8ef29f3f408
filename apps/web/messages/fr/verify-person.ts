import type { verifyPerson as english } from '../en/verify-person.ts'
import type { Words } from '../words.ts'

/** Comment on voit si une attestation est bien celle de la personne qui l’a apportée. */
export const verifyPerson = {
  summary: 'Est-ce celle de la personne qui vous l’a donnée\u00a0?',
  text: 'Une attestation reçue en fichier désigne son titulaire par une adresse e-mail, souvent cachée. Saisissez l’adresse de la personne et nous comparons. Elle ne quitte pas ce navigateur.',
  email: 'Adresse e-mail de la personne',
  emailHint: 'Telle que la personne vous l’a donnée.',
  emailMissing: 'Saisissez une adresse e-mail.',
  compare: 'Comparer',
  outcomes: {
    passed: (address) => `Elle est au nom de ${address}.`,
    failed: (address) => `Elle n’est pas au nom de ${address}. Demandez à la personne si elle a été faite pour une autre adresse.`,
    unknown: (address) => `Nous ne pouvons pas dire si elle est au nom de ${address}\u00a0: toutes ces attestations ne désignent pas leur titulaire par une adresse e-mail. Demandez à la personne de la montrer depuis son portefeuille.`,
  },
  mailbox: 'La personne lit-elle cette boîte\u00a0?',
  mailboxText: 'Qui a le fichier peut aussi connaître l’adresse. Envoyez-y ce code depuis votre propre messagerie, et que la personne vous le dise.',
  code: 'Le code\u00a0:',
  write: 'Écrire le message',
  subject: 'Un code pour confirmer votre adresse',
  body: (code) => `Vous avez montré une attestation au nom de cette adresse. Pour confirmer qu’elle est à vous, dites ce code à qui vous l’avez montrée\u00a0: ${code}`,
  mailboxGone: 'Si la personne ne peut plus ouvrir cette boîte, rien ne peut montrer ainsi qu’elle est à elle. Demandez-lui de montrer l’attestation depuis un portefeuille, ou demandez à l’organisation qui l’a faite.',
} satisfies Words<typeof english>
