import type { walletResume as english } from '../en/wallet-resume.ts'
import { pluralIn } from '../plural.ts'
import type { Words } from '../words.ts'

const plural = pluralIn('es')

/** Lo que dice la billetera cuando lee un currículum o un perfil. */
export const walletResume = {
  heading: 'Su currículum o perfil',
  lede: 'Lo leemos aquí, en este dispositivo. No se envía nada. Recibe borradores y decide sobre cada uno.',
  file: 'Suelte aquí el archivo o elíjalo',
  fileHint: 'Un PDF, un documento de Word (.docx), una exportación de LinkedIn (.zip), JSON Resume o texto simple. Hasta 20 MB.',
  linkedin: '¿Cómo obtengo mi exportación de LinkedIn?',
  linkedinText: 'En LinkedIn abra Ajustes, luego Privacidad de datos, luego Obtener una copia de sus datos. Le envían un archivo ZIP, a menudo en un día. Elija aquí ese archivo. Lo que dice de otras personas no se abre.',
  reading: 'Leyendo…',
  faults: {
    'unknown-format': 'No conocemos este tipo de archivo. Pruebe con un PDF, un .docx, una exportación de LinkedIn o un JSON Resume.',
    'too-large': 'Este archivo es demasiado grande, o lo sería al desempaquetarlo. No se leyó nada.',
    'malformed': 'Este archivo está dañado y no se pudo leer. Guárdelo de nuevo en el programa del que viene.',
    'no-text': 'No hay texto en este archivo. Si es una foto de su currículum, guarde el currículum mismo como PDF.',
    'too-slow': 'Leer este archivo tardaba demasiado, así que paramos. Pruebe con otra forma del archivo.',
    'offline': 'No se pudo cargar lo que lee este tipo de archivo. Inténtelo cuando tenga conexión.',
  },
  found: (count) => plural(count, { one: 'Encontramos # cosa', other: 'Encontramos # cosas' }),
  none: 'No encontramos nada con lo que hacer un borrador',
  foundText: 'Los ordenadores leen mal los currículums. Por eso son borradores: mire cada uno y diga si es correcto.',
  known: (count) => plural(count, { one: '# ya está en su historial, así que no se repite aquí.', other: '# ya están en su historial, así que no se repiten aquí.' }),
  begin: 'Verlos uno por uno',
  again: 'Leer otro archivo',
  lossHeading: 'Lo que no tomamos',
  lossText: 'Para que nada se pierda sin que usted lo sepa.',
  losses: {
    'personal': 'Su nombre y cómo localizarle: eso es suyo, no de un historial',
    'others': 'Sobre otras personas, o palabras suyas: pídales que lo digan ellas mismas',
    'narrowed': 'Tomado como proyecto o voluntariado, porque no hay un tipo más cercano',
    'cut': 'Demasiado largo, así que se cortó el final',
    'unplaced': 'No supimos dónde ponerlo',
    'unread': 'No pudimos leerlo',
    'too-many': 'Más de lo que tomamos de un archivo',
  },
  drafts: {
    heading: 'Sus borradores',
    number: (number, of) => `${number} de ${of}`,
    question: '¿Es correcto?',
    source: (name) => `De ${name}`,
    accept: 'Sí, es correcto',
    edit: 'Cambiarlo',
    skip: 'Este no',
    accepted: (name) => `«${name}» está en su historial.`,
    skipped: (name) => `«${name}» quedó fuera.`,
    doneHeading: 'Ha terminado',
    done: 'Todo lo que dijo que es correcto está ahora en su historial.',
    seeRecord: 'Ver mi historial',
    later: 'Puede cerrar esta página. Sus borradores esperan aquí.',
    same: (name) => `Ya tiene esto: ${name}. Si lo toma, figuran juntos.`,
  },
} satisfies Words<typeof english>
