import type { sectorWords as english } from '../en/sectors.ts'
import type { Words } from '../words.ts'

/** Los cinco sectores, con palabras de todos los días. */
export const sectorWords = {
  label: 'Sector',
  choose: '¿Qué tipo de organización es?',
  hint: 'Las decisiones sobre la red necesitan a los cinco sectores, para que ninguno pueda mandar solo.',
  names: { education: 'Escuelas y universidades', employer: 'Empleadores', certification: 'Certificación y acreditación', worker: 'Organizaciones de trabajadores', government: 'Organismos públicos' },
  none: 'Sin sector indicado',
} satisfies Words<typeof english>
