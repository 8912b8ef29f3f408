import type { walletTimeline as english } from '../en/wallet-timeline.ts'
import { pluralIn } from '../plural.ts'
import type { Words } from '../words.ts'

const plural = pluralIn('es')

/** Lo que dice la billetera donde todo está en el orden de una vida. */
export const walletTimeline = {
  kinds: {
    'education': 'Estudios', 'training': 'Formación', 'employment': 'Trabajo', 'licence': 'Licencia o certificado', 'skill': 'Habilidad', 'project': 'Proyecto', 'military-service': 'Servicio militar',
    'volunteering': 'Voluntariado', 'caregiving': 'Cuidado de otra persona', 'self-directed-learning': 'Aprendido por mi cuenta', 'entrepreneurship': 'Negocio propio',
  },
  since: (start) => `${start} hasta ahora`,
  between: (start, end) => `${start} – ${end}`,
  own: 'Con sus propias palabras',
  evidence: (count) => plural(count, { one: 'Con prueba: # archivo lo muestra', other: 'Con prueba: # archivos lo muestran' }),
  stated: 'Declarado por usted',
  private: 'Una parte es privada',
  also: (count) => plural(count, { one: 'También figura en # sitio más', other: 'También figura en # sitios más' }),
  came: (host, date) => `Llegó de ${host} el ${date}`,
  cameInFile: (date) => `Llegó en un archivo el ${date}`,
  cameAgain: (count) => plural(count, { one: 'lo mismo llegó # vez más', other: 'lo mismo llegó # veces más' }),
  draftsHeading: (count) => plural(count, { one: '# borrador le espera', other: '# borradores le esperan' }),
  drafts: 'Un borrador no cuenta hasta que usted diga que es correcto.',
  lookAtDrafts: 'Verlos',
  removed: (name) => `Se quitó «${name}».`,
  undo: 'Deshacer',
} satisfies Words<typeof english>
