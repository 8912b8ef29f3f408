import type { endorsements as english } from '../en/endorsements.ts'
import { pluralIn } from '../plural.ts'
import type { Words } from '../words.ts'

const plural = pluralIn('es')

/** Lo que se dice de los avales, donde se comprueban y donde se guardan. */
export const endorsements = {
  heading: 'Quién lo avala',
  caution: 'Son sus propias palabras. Lo que cuenta se calculó aquí, no se leyó del archivo.',
  holding: (holding, of) => `${plural(holding, { one: 'Cuenta #', other: 'Cuentan #' })}, de ${of} que venían.`,
  unnamed: 'Alguien sin nombre',
  level: { endorsed: 'Avalado, identidad no verificada', attested: 'Confirmado por una organización que aquí se conoce', none: 'No cuenta' },
  relation: {
    'supervised': 'Supervisó esto', 'worked-beside': 'Trabajó a su lado', 'taught': 'Fue su docente', 'treasurer': 'Llevaba las cuentas donde esto se hizo', 'served': 'Recibió este servicio o ayuda', 'other': 'Lo conoce de otra manera',
  },
  noRelation: 'No dice cómo lo sabe',
  since: (relation, when) => `${relation}, desde ${when}`,
  conflict: { family: 'Son familia', paid: 'Recibe pago por ello', depends: 'Una persona depende de la otra' },
  noConflict: 'Dice que nada le influye: ni familia, ni pago, ni dependencia',
  notAsked: 'No dice qué podría influirle',
  seen: (node, date) => `El nodo ${node} dice que una dirección de correo respondió a su código el ${date}. No se verificó de quién es la dirección.`,
  unseen: 'Ningún nodo dice haber contactado con esta persona.',
  why: {
    withdrawn: 'Lo retiró, o no es válido.',
    open: 'No se pudo comprobar si lo retiró.',
    subject: 'Trata de otra cosa.',
    content: 'Se dio para otra versión de este registro.',
    address: 'Lo que dice de una dirección de contacto no es verdad.',
    own: 'Lo firmó la propia persona o quien emitió este registro.',
    again: 'La misma clave firmó dos veces. Una de ellas cuenta.',
  },
} satisfies Words<typeof english>
