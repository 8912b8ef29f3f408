import type * as english from '../en/wallet-build.ts'
import type { Words } from '../words.ts'

/** Lo que dice la billetera del programa que es. */
export const walletBuild = {
  heading: 'La versión que usa',
  working: 'Un momento…',
  none: 'Esta página ha venido directamente del nodo. A partir de su próxima visita, este navegador guarda la versión que tiene y comprueba cada versión nueva antes de usarla.',
  version: (version) => `Versión ${version}.`,
  recorded: (index) => `Consta en el registro público que esta billetera anotó en su primera visita (entrada ${index}), así que todos reciben la misma.`,
  notRecorded: 'Todavía no consta en un registro público.',
  fingerprint: 'Huella:',
  next: (version) => `Una versión más nueva (${version}) está comprobada y lista. Se usará cuando todas las páginas de su billetera estén cerradas.`,
  offered: (version) => `Una versión más nueva (${version}) consta en el registro público. Usted se queda con la suya.`,
  take: 'Usar ya la versión nueva',
  stay: 'Quedarme con esta versión',
  goOn: 'Volver a recibir versiones nuevas',
  stays: 'Se queda con esta versión hasta que diga otra cosa. Los fallos que se encuentren en ella también se quedan.',
  refused: {
    'trust/build-not-recorded': 'El nodo ofrece otra versión que no consta en su registro público.',
    'trust/build-other-log': 'El nodo ofrece otra versión que consta en un registro distinto del que esta billetera anotó, o con otra clave.',
    'trust/build-not-final': 'El nodo ofrece otra versión que los miembros de su red todavía no han confirmado.',
    'trust/build-proof-wrong': 'El nodo ofrece otra versión y su prueba es errónea.',
    'build/malformed': 'No se puede leer lo que el nodo dice de su versión.',
    'build/older': 'El nodo ofrece una versión más antigua que la suya.',
    'build/file-differs': 'El nodo ofrece otra versión y uno de sus archivos no es el que consta en el registro público.',
    'build/policy-weaker': 'El nodo ofrece otra versión con menos protección de la que esta billetera exige.',
  },
  kept: 'No se ha aceptado. Usted sigue con la versión que tiene.',
  noteLog: 'Anotar el registro que el nodo muestra ahora',
  noteLogHint: 'Un registro rara vez cambia de clave. Pregunte a quien lleva este nodo antes de aceptar: desde entonces vale lo que firme la clave nueva.',
  strangeTitle: 'No abra su billetera aquí ahora',
  strange: 'Este nodo ha enviado otro programa para vigilar su billetera, uno que no consta en su registro público. Su billetera se ha bloqueado. Avise a quien lleva el nodo. Puede recuperar su billetera en otro nodo, con su copia, sus palabras o sus personas de confianza.',
} satisfies Words<typeof english.walletBuild>
