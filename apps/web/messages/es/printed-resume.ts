import type * as english from '../en/printed-resume.ts'
import { pluralIn } from '../plural.ts'
import type { Words } from '../words.ts'

const plural = pluralIn('es')

/** Lo que dice la billetera sobre un currículum para quien no instala nada. */
export const printedResume = {
  heading: 'Un currículum que se puede verificar',
  lede: 'Imprímalo o guárdelo como PDF. Quien lo lea puede verificar cada línea con cualquier navegador, sin cuenta.',
  name: 'Su nombre',
  contact: 'Cómo contactarle',
  contactHint: 'Una cosa por línea, por ejemplo un teléfono. Solo figura en el papel.',
  records: 'Credenciales que le dieron',
  entries: 'Con sus propias palabras',
  paper: { records: 'Credenciales dadas por otros', entries: 'Con mis propias palabras' },
  private: 'Algo aquí está marcado como privado. Eso queda fuera.',
  until: '¿Cuánto tiempo debe funcionar el enlace?',
  untilChoices: { month: 'Un mes', quarter: 'Tres meses' },
  until90: (date) => `Hasta el ${date}. Puede terminarlo antes, en esta página.`,
  shows: 'Quien tenga el currículum puede abrir el enlace y leer todo lo que figura en él. Lo privado y el día en que se dio un título quedan fuera.',
  more: 'Otras formas de entregarlo',
  nothing: 'Elija al menos una línea.',
  nothingYet: 'Todavía no hay nada en su billetera que pueda figurar en un currículum.',
  make: 'Hacer el currículum',
  again: 'Cambiarlo',
  print: 'Imprimir o guardar como PDF',
  lerRs: 'Guardar como LER-RS (JSON)',
  lerRsHint: 'Para sistemas de selección que aceptan el formato de HR Open, con las credenciales firmadas dentro.',
  bundle: 'Guardar todo en un solo archivo',
  bundleHint: 'Para quien quiera verificarlo sin conexión. Un archivo no se puede cerrar.',
  hidden: (count) => plural(count, { one: '1 entrada es privada por completo; por eso no está en esta lista.', other: `${count} entradas son privadas por completo; por eso no están en esta lista.` }),
  lost: (count) => plural(count, { one: '1 cosa no tiene lugar en ese formato:', other: `${count} cosas no tienen lugar en ese formato:` }),
  ready: 'Su currículum está listo. Mírelo y después imprímalo.',
  from: (issuer) => `De ${issuer}`,
  given: (date) => `Entregada el ${date}`,
  also: 'Lo mismo figura también aquí:',
  level: (level) => `Nivel: ${level}.`,
  check: (number) => `Verificar la línea ${number}`,
  checkHeading: 'Cómo verificar este currículum',
  checkText: (date) => `Escanee el código o abra el enlace. Funciona hasta el ${date}. Su propio navegador verifica cada firma y dice lo que eso no demuestra.`,
  qr: 'Código que abre el resultado de cada línea',
  faults: {
    tooLarge: 'Es demasiado para un enlace. Deje fuera algunas líneas, sobre todo las que llevan archivos.',
    offline: 'No se pudo contactar con el nodo, y un enlace lo necesita. Inténtelo de nuevo cuando tenga conexión.',
    other: 'No se pudo hacer el currículum. Inténtelo de nuevo.',
  },
} satisfies Words<typeof english.printedResume>
