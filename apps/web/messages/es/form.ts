import type { form as english } from '../en/form.ts'
import { pluralIn } from '../plural.ts'
import type { Words } from '../words.ts'

const plural = pluralIn('es')

/** Frases de los formularios. */
export const form = {
  optional: '(opcional)',
  toPutRight: (count) => plural(count, { one: 'Hay algo que corregir', other: 'Hay # cosas que corregir' }),
  missing: (what) => `Escriba ${what}`,
} satisfies Words<typeof english>
