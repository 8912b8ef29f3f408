import type * as english from '../en/wallet-settings.ts'
import { pluralIn } from '../plural.ts'
import type { Words } from '../words.ts'

const plural = pluralIn('es')

/** Lo que dice la billetera sobre sí misma: copia de seguridad, maneras de abrirla, este dispositivo. */
export const walletSettings = {
  backupHeading: 'Copia de seguridad',
  backupNever: 'Todavía no tiene una copia de seguridad.',
  backupLast: (date) => `Última copia: ${date}`,
  backupText: 'Una copia de seguridad es un solo archivo, bajo llave, con todo lo que hay en su billetera. Guárdelo lejos de este dispositivo: en una memoria USB, en otra cuenta, con alguien de confianza. Sin su frase secreta nadie puede abrirlo.',
  backupPassphrase: 'Una frase secreta para la copia',
  backupMake: 'Guardar la copia de seguridad',
  backupDone: 'Guardada. Compruebe que encuentra el archivo y anote su frase secreta en otro lugar.',
  backupNext: 'Ir a mi historial',
  unlockHeading: 'Maneras de abrir esta billetera',
  unlockDevice: 'El bloqueo de este dispositivo',
  unlockPassphrase: 'Frase secreta',
  since: (date) => `desde el ${date}`,
  addDevice: 'Añadir el bloqueo de este dispositivo',
  addPassphrase: 'Añadir una frase secreta',
  changePassphrase: 'Cambiar la frase secreta',
  savePassphrase: 'Guardar la frase secreta',
  removeMethod: 'Quitar',
  methodAdded: 'Añadido.',
  methodRemoved: 'Quitado.',
  deviceHeading: 'Este dispositivo',
  persistent: 'Este navegador ha prometido no borrar su billetera por su cuenta.',
  notPersistent: 'Este navegador puede borrar su billetera si falta espacio. Por eso importa tener una copia de seguridad.',
  askPersistence: 'Pedirle que conserve mi billetera',
  refused: 'El navegador no lo prometió. A menudo ayuda añadir esta página a la pantalla de inicio; una copia de seguridad ayuda siempre.',
  autoLock: (minutes) => plural(minutes, { one: 'Se bloquea sola después de # minuto sin uso.', other: 'Se bloquea sola después de # minutos sin uso.' }),
  where: 'Esta página la ofrece',
  whereHelp: 'Sus claves están tan seguras como la página que las usa. Use una billetera en un nodo de confianza.',
  removeHeading: 'Quitar la billetera de este dispositivo',
  removeText: 'Aquí se borra de inmediato todo lo que contiene. Solo una copia de seguridad lo recupera.',
  removeLabel: (word) => `Escriba la palabra “${word}” para confirmar`,
  removeWord: 'quitar',
  removeMismatch: (word) => `Escriba la palabra “${word}”, para que nadie haga esto por accidente.`,
  remove: 'Quitar mi billetera',
} satisfies Words<typeof english.walletSettings>

/** Lo que dice la billetera cuando se recupera una copia. */
export const walletRestore = {
  heading: 'Recuperar su billetera',
  lede: 'Elija el archivo de copia de seguridad que guardó y escriba la frase secreta que le puso.',
  file: 'Su copia de seguridad',
  fileHint: 'El nombre del archivo empieza por “everlearned-backup”.',
  passphrase: 'La frase secreta de la copia',
  replace: 'Este dispositivo ya tiene una billetera. Si recupera una copia, se borra lo que contiene ahora.',
  confirm: 'Sí, reemplazar lo que hay en este dispositivo',
  done: 'Recuperar',
  missing: 'Elija primero el archivo de la copia.',
  confirmMissing: 'Marque la casilla para indicar que quiere reemplazar lo que hay aquí.',
  otherHeading: '¿No tiene un archivo?',
  byWords: 'Tengo mis palabras en papel',
  byPeople: 'Personas de confianza tienen mis tarjetas',
  withoutKeys: 'Este archivo contiene sus credenciales, pero no sus claves. Cree o abra una billetera y elija «Traer credenciales».',
  malformed: 'Este archivo no es una copia de seguridad de la billetera o está incompleto. En este dispositivo no se cambió nada. Busque un archivo cuyo nombre empiece por “everlearned-backup”.',
  wrong: 'La frase secreta no abre esta copia, o el archivo está dañado. En este dispositivo no se cambió nada.',
} satisfies Words<typeof english.walletRestore>
