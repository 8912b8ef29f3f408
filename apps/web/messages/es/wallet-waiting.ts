import type * as english from '../en/wallet-waiting.ts'
import type { Words } from '../words.ts'

/** Lo que dice la billetera de las credenciales que llegan más tarde. */
export const walletWaiting = {
  heading: 'En camino',
  notYet: 'Aún no ha llegado',
  here: 'Ha llegado. Véala',
  since: (day) => `En espera desde el ${day}`,
  unnamed: 'Una credencial en camino',
  from: 'Quién la prepara',
  asked: 'Última pregunta',
  text: 'Todavía no la han entregado. Su billetera no pregunta por su cuenta: pulse el botón cuando quiera saberlo.',
  ask: 'Preguntar ahora',
  soon: (moment) => `Piden que se vuelva a preguntar a partir de: ${moment}.`,
  still: 'Aún no está lista.',
  remove: 'Dejar de esperar',
  removeText: 'Si deja de esperar, la billetera olvida cómo obtenerla. Después necesitaría un enlace nuevo.',
  gone: { title: 'Aquí ya no tienen nada para usted', text: 'Ya se entregó, o su plazo ha terminado. Pida un enlace nuevo.' },
  missing: 'Esto no espera aquí. Quizá ya la tiene, o dejó de esperarla.',
} satisfies Words<typeof english.walletWaiting>
