import type { verifyPerson as english } from '../en/verify-person.ts'
import type { Words } from '../words.ts'

/** Cómo averigua quien lee si una credencial es de la persona que la trajo. */
export const verifyPerson = {
  summary: '¿Es de la persona que se la dio?',
  text: 'Una credencial que llegó como archivo nombra a su titular por una dirección de correo, a menudo oculta. Escriba la dirección de la persona y la comparamos. No sale de este navegador.',
  email: 'Dirección de correo de la persona',
  emailHint: 'Tal como la persona se la dio.',
  emailMissing: 'Escriba una dirección de correo.',
  compare: 'Comparar',
  outcomes: {
    passed: (address) => `Es de ${address}.`,
    failed: (address) => `No es de ${address}. Pregunte a la persona si se emitió para otra dirección.`,
    unknown: (address) => `No podemos decir si es de ${address}: no todas las credenciales de aquí nombran a su titular por una dirección de correo. Pida a la persona que la muestre desde su billetera.`,
  },
  mailbox: '¿Lee la persona este buzón?',
  mailboxText: 'Quien tiene el archivo también podría conocer la dirección. Envíe allí este código desde su propio correo, y que la persona se lo diga.',
  code: 'El código:',
  write: 'Escribir el mensaje',
  subject: 'Un código para confirmar su dirección',
  body: (code) => `Usted mostró una credencial de esta dirección. Para confirmar que es suya, diga este código a quien se la mostró: ${code}`,
  mailboxGone: 'Si la persona ya no puede abrir el buzón, así no se puede mostrar que es suyo. Pídale que muestre la credencial desde una billetera, o pregunte a quien la emitió.',
} satisfies Words<typeof english>
