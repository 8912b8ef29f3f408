import type { walletGuardian as english } from '../en/wallet-guardian.ts'
import type { Words } from '../words.ts'

/** Lo que dice la billetera mientras un tutor tiene voz, y después. */
export const walletGuardian = {
  asked: 'Primero tiene que dar permiso su padre, madre o tutor',
  askedText: 'Tiene un enlace propio y un código de quien hizo esta credencial. El enlace de usted sigue siendo válido: consulte otra vez cuando haya dado permiso.',
  refused: 'Su padre, madre o tutor no dio permiso',
  refusedText: 'Todavía puede cambiar de opinión. Desde el día en que usted sea mayor de edad no se pregunta a nadie, y este enlace seguirá funcionando. Puede hablarlo con su centro.',
  again: 'Consultar otra vez',
  until: (day) => `Hasta el ${day} decide también su padre, madre o tutor`,
  link: 'Puede compartir esta credencial con enlaces que terminan solos, y de ninguna otra manera. No está en ninguna página pública ni en ningún buscador.',
  none: 'No se ha permitido compartir. Puede guardar esta credencial y verla.',
  after: (day) => `Desde el ${day} decide usted. Nadie a quien se la muestre ve nada de esto.`,
  look: 'Consultar si algo cambió',
  looking: 'Preguntando…',
  unchanged: 'No ha cambiado nada.',
  takenBack: 'Su padre, madre o tutor retiró el permiso. Esta credencial no es válida ahora. Cuando lo dé otra vez, abra de nuevo su enlace.',
  offline: 'No pudimos preguntar. Inténtelo otra vez cuando tenga conexión.',
  yours: 'Ahora decide únicamente usted sobre esta credencial',
  yoursText: 'Nadie más tiene voz. ¿Alguien más puede abrir esta billetera? Pida entonces a quien le dio la credencial que la entregue en una billetera nueva, solo de usted.',
} satisfies Words<typeof english>
