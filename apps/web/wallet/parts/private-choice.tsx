import type { VNode } from 'preact'
import { filledParts, type LifeEntry, type LifePart, suggestSensitive } from 'everlearned/holder'
import { CheckField } from '../../components/field.tsx'
import { formatList } from '../../locale.ts'
import { walletLife } from '../../messages/wallet-life.ts'

const words = walletLife.write

interface PrivateChoiceProps {
  readonly entry: Pick<LifeEntry, 'facts' | 'evidence' | 'sensitive'>
  /** Those that are asked about; all that say anything, unless told otherwise. */
  readonly parts?: readonly LifePart[]
  readonly onChange: (sensitive: readonly LifePart[]) => void
}

/** Which parts are private, each with what was seen in it. */
export function PrivateChoice({ entry, parts = filledParts(entry), onChange }: PrivateChoiceProps): VNode {
  const { facts, sensitive } = entry
  const suggestions = suggestSensitive(facts)
  const hintFor = (part: LifePart): string | undefined => {
    const topics = suggestions.filter((suggestion) => suggestion.part === part).map(({ topic }) => words.suggestion[topic])
    return [...(topics.length === 0 ? [] : [`${formatList(topics)}.`]), ...(part === 'what' ? [words.wholePrivate] : [])].join(' ') || undefined
  }
  return (
    <fieldset class="field">
      <legend>{words.private}</legend>
      <p class="hint">{words.privateHint}</p>
      {parts.map((part) => (
        <CheckField key={part} label={walletLife.parts[part]} hint={hintFor(part)} isChecked={sensitive.includes(part)} onChange={(isPrivate) => onChange(isPrivate ? [...sensitive, part] : sensitive.filter((each) => each !== part))} />
      ))}
    </fieldset>
  )
}
