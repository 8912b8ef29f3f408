import type { form as english } from '../en/form.ts'
import { pluralIn } from '../plural.ts'
import type { Words } from '../words.ts'

const plural = pluralIn('fr')

/** Les phrases des formulaires. */
export const form = {
  optional: '(facultatif)',
  toPutRight: (count) => plural(count, { one: '# point à corriger', other: '# points à corriger' }),
  missing: (what) => `Indiquez ${what}`,
} satisfies Words<typeof english>
