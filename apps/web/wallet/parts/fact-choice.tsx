import type { VNode } from 'preact'
import type { CopyForm } from 'everlearned/exchange/claim'
import type { Fact, FactName } from 'everlearned/holder'
import { CheckField } from '../../components/field.tsx'
import { formatDay } from '../../locale.ts'
import { achievementTypes } from '../../messages/achievement-types.ts'
import { walletShare as words } from '../../messages/wallet-share.ts'

/** What the holder of a record may show or keep to themselves. The day of the award is off until they want it shown. */
export function FactChoice({ facts, chosen, onChange }: { readonly facts: readonly Fact[]; readonly chosen: readonly FactName[]; readonly onChange: (chosen: readonly FactName[]) => void }): VNode {
  return (
    <fieldset class="field stack stack-tight">
      <legend>{words.choose}</legend>
      <p class="hint">{words.always}</p>
      {facts.map(({ name, value }) => (
        <CheckField key={name} label={words.facts[name]} hint={valueOf(name, value)} isChecked={chosen.includes(name)}
          onChange={(isChecked) => onChange(isChecked ? [...chosen, name] : chosen.filter((other) => other !== name))} />
      ))}
    </fieldset>
  )
}

/** Words and numbers that nobody else's record has. */
const personal: readonly FactName[] = ['narrative', 'licenseNumber', 'evidence']

/** A first choice: all but the day of the award, which tells a person's age, and where copies are not to be linked nothing personal. */
export function firstChoice(facts: readonly Fact[], form: CopyForm): readonly FactName[] {
  return facts.map(({ name }) => name).filter((name) => name !== 'awardedDate' && !(form === 'bbs-2023' && personal.includes(name)))
}

const maxValueLength = 120

function valueOf(name: FactName, value: Fact['value']): string | undefined {
  if (name === 'awardedDate' && typeof value === 'string') return formatDay(value)
  if (name === 'achievementType' && typeof value === 'string') return achievementTypes[value] ?? value
  const text = typeof value === 'string' ? value : textsIn(value).join(', ')
  if (text === '') return undefined
  return text.length > maxValueLength ? `${text.slice(0, maxValueLength)}…` : text
}

/** The words in a value of several: names first, else texts of any kind but types and addresses. */
function textsIn(value: Fact['value']): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: Fact['value']) => textsIn(item))
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? [value] : []
  const { targetName, name, narrative } = value as Readonly<Record<string, Fact['value']>>
  return [targetName, name, narrative].filter((text): text is string => typeof text === 'string')
}
