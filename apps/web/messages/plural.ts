import type { Language } from '../languages.ts'
import { formatNumber } from '../locale.ts'

/** What is said of each kind of number that a language tells apart; `#` stands for the number. */
type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>

/** How one language says how many: Arabic, for one, tells none, one, two, few, many and the rest apart. */
export function pluralIn(language: Language): (count: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(language)
  return (count, forms) => (forms[rules.select(count)] ?? forms.other).replace('#', formatNumber(count))
}
