import type { ownWord as english } from '../en/own-word.ts'
import type { Words } from '../words.ts'

/** Lo que se dice de una credencial que alguien firmó sobre sí mismo. */
export const ownWord = {
  headline: 'Con las propias palabras de la persona',
  text: 'Ni una palabra cambió desde que la firmó la persona de quien trata. Nadie más lo dice: pregúntele, mire lo que lo muestra o pregunte a quienes estaban allí.',
  by: 'Por la persona de quien trata. Es su propia palabra.',
  byWord: 'La misma persona',
  accepted: 'No hay más emisor que la propia persona, así que no hay nadie a quien este nodo pudiera conocer.',
  issuer: 'La persona de quien trata',
  told: 'Lo que cuenta, una cosa tras otra',
  vouched: 'Con las propias palabras de la persona, y otros lo avalan',
  vouchedText: 'Ni una palabra cambió desde que la firmó la persona de quien trata. Más abajo está quién lo avala y cuánto vale.',
  entitled: 'Cada cual puede hablar de su propia vida. Si es así, lo saben quienes estaban allí.',
  signed: 'Firmado el',
  story: 'Con sus palabras',
  id: 'Su clave para esta entrada',
} satisfies Words<typeof english>
