import type { publicProfile as english } from '../en/public-profile.ts'
import { pluralIn } from '../plural.ts'
import type { Words } from '../words.ts'

const plural = pluralIn('es')

/** Lo que dicen de un perfil las páginas en que otros lo leen. */
export const publicProfile = {
  title: 'Un perfil',
  loading: 'Lo estamos trayendo y verificando…',
  unsigned: 'El nombre y las palabras de arriba son de la propia persona: nadie las firmó. Cada línea de abajo se acaba de verificar en su navegador.',
  madeOutTo: (name) => `La propia credencial nombra a ${name}`,
  own: 'Con sus propias palabras',
  level: (level) => `Nivel: ${level}`,
  show: 'Ver qué se verificó',
  print: 'Imprimir esta página',
  genuine: (count) => plural(count, { one: '# credencial auténtica', other: '# credenciales auténticas' }),
  ownCount: (count) => plural(count, { one: '# cosa con sus propias palabras', other: '# cosas con sus propias palabras' }),
  open: (count) => plural(count, { one: '# sin confirmar del todo', other: '# sin confirmar del todo' }),
  bad: (count) => plural(count, { one: '# que no es válida', other: '# que no son válidas' }),
  until: (date) => `Estará aquí hasta el ${date}, salvo que la persona lo quite antes. Nadie cuenta ni recuerda quién lo lee.`,
  take: 'Llevarse esta página',
  address: 'Dirección de esta página',
  send: 'Enviar…',
  qr: 'Un código con la dirección de esta página',
} satisfies Words<typeof english>
