import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { conflicts, maxWords, relations, type Conflict, type EndorsementWords, type Relation } from 'everlearned/credential'
import { Button } from '../../components/button.tsx'
import { CheckField, RadioField, TextArea, TextField } from '../../components/field.tsx'
import { Page } from '../../components/page.tsx'
import { vouch as words } from '../../messages/vouch.ts'

/** What somebody has typed so far. */
export interface TypedWords {
  readonly statement: string
  readonly name: string
  readonly relation: Relation | undefined
  readonly since: string
  readonly conflicts: readonly Conflict[]
}

/** Nothing yet. */
export const emptyWords: TypedWords = { statement: '', name: '', relation: undefined, since: '', conflicts: [] }

/** What is signed of it. */
export function wordsToSign({ statement, relation = 'other', since, conflicts: ticked }: TypedWords, shown: EndorsementWords['shown']): EndorsementWords {
  return { statement: statement.trim(), relation, since: since.trim() === '' ? null : since.trim(), conflicts: conflicts.filter((each) => ticked.includes(each)), shown }
}

type FaultName = 'statement' | 'name' | 'relation' | 'since'

function findFaults({ statement, name, relation, since }: TypedWords): readonly FaultName[] {
  const isSince = since.trim() === '' || /^(19|20)\d{2}(-(0[1-9]|1[0-2]))?$/.test(since.trim())
  return [...(statement.trim() === '' ? ['statement'] as const : []), ...(relation === undefined ? ['relation'] as const : []), ...(isSince ? [] : ['since'] as const), ...(name.trim() === '' ? ['name'] as const : [])]
}

/** Asks for what somebody says, how they know it, and what might sway them. */
export function WordsStep({ typed, onType, onBack, onNext }: { readonly typed: TypedWords, readonly onType: (typed: TypedWords) => void, readonly onBack: () => void, readonly onNext: () => void }): VNode {
  const [faults, setFaults] = useState<readonly FaultName[]>([])
  const faultOf = (name: FaultName): string | undefined => (faults.includes(name) && findFaults(typed).includes(name) ? words.faults[name] : undefined)
  const submit = (event: Event): void => {
    event.preventDefault()
    const found = findFaults(typed)
    setFaults(found)
    if (found[0] === undefined) onNext()
    else document.getElementById(`vouch-${found[0]}`)?.focus()
  }
  return (
    <Page key="words" title={words.wordsHeading}>
      <form class="stack stack-loose" onSubmit={submit} noValidate>
        <TextArea id="vouch-statement" label={words.statement} hint={words.statementHint} value={typed.statement} max={maxWords.statement} rows={6} fault={faultOf('statement')} onValue={(statement) => onType({ ...typed, statement })} />
        <RadioField id="vouch-relation" name="relation" label={words.relation} value={typed.relation} fault={faultOf('relation')} onValue={(relation) => onType({ ...typed, relation })}
          choices={relations.map((value) => ({ value, label: words.relations[value] }))} />
        <TextField id="vouch-since" label={words.since} hint={words.sinceHint} isOptional isShort value={typed.since} max={7} fault={faultOf('since')} onValue={(since) => onType({ ...typed, since })} />
        <fieldset class="field">
          <legend>{words.conflicts}</legend>
          <p class="hint">{words.conflictsHint}</p>
          {conflicts.map((each) => (
            <CheckField key={each} label={words.conflict[each]} isChecked={typed.conflicts.includes(each)}
              onChange={(isChecked) => onType({ ...typed, conflicts: isChecked ? [...typed.conflicts, each] : typed.conflicts.filter((one) => one !== each) })} />
          ))}
        </fieldset>
        <TextField id="vouch-name" label={words.name} hint={words.nameHint} value={typed.name} max={120} autoComplete="name" fault={faultOf('name')} onValue={(name) => onType({ ...typed, name })} />
        <div class="button-row"><Button type="submit" kind="main">{words.next}</Button><Button onPress={onBack}>{words.back}</Button></div>
      </form>
    </Page>
  )
}
