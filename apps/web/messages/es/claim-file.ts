import type { claimFile as english } from '../en/claim-file.ts'
import type { Words } from '../words.ts'

/** Lo que dice la página a quienes quieren su credencial como archivo, sin billetera. */
export const claimFile = {
  summary: 'Recibirla como archivo',
  text: 'No necesita billetera. Recibe la credencial firmada como archivo y como texto, para guardarla y mostrarla. En ella figura su dirección de correo.',
  email: 'Su dirección de correo',
  emailHint: 'La que la organización tiene de usted. Muestra que esta credencial es suya.',
  emailMissing: 'Escriba su dirección de correo.',
  code: 'El código que le dio la organización',
  codeMissing: 'Escriba el código.',
  hashed: 'Que no se lea mi dirección',
  hashedHint: 'Así nadie puede leerla en el archivo. Quien ya la conozca podrá comprobar que la credencial es de esa dirección.',
  get: 'Recibir el archivo',
  getting: 'Un momento…',
  ready: 'Aquí tiene su credencial',
  readyText: 'Guarde el archivo en un lugar seguro. Puede enviarlo a quien quiera, y podrán comprobarlo sin usted.',
  untilTaken: 'Si más tarde añade la credencial a una billetera, este archivo deja de valer y la billetera tendrá uno nuevo.',
  download: 'Guardar el archivo',
  whole: 'La misma credencial como texto',
  copy: 'Copiar el texto',
} satisfies Words<typeof english>
