import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../../components/button.tsx'
import { RadioField, TextField } from '../../components/field.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { statements as words } from '../../messages/statements.ts'
import { findParticipants, type Participant } from '../../network-api.ts'
import { useSend } from '../../use-send.ts'
import { shorten } from '../ledger/describe-entry.ts'
import { sectorName } from '../network/holder-table.tsx'

interface ChooseParticipantProps {
  readonly chosen: Participant | undefined
  /** Nobody chooses themselves. */
  readonly exceptDid: string
  readonly onChoose: (participant: Participant | undefined) => void
  readonly fault: string | undefined
}

/** Finds an organisation of the network by its name or DID. */
export function ChooseParticipant({ chosen, exceptDid, onChoose, fault }: ChooseParticipantProps): VNode {
  const [text, setText] = useState('')
  const [found, setFound] = useState<readonly Participant[]>()
  const searching = useSend()
  const search = (event: Event): void => {
    event.preventDefault()
    if (text.trim() === '') return
    void searching.send(async () => setFound((await findParticipants(text.trim(), new AbortController().signal)).filter(({ did }) => did !== exceptDid)))
  }
  if (chosen !== undefined) {
    return (
      <div class="row row-apart" id="participant" tabIndex={-1}>
        <p>{words.chosen} <span class="strong">{chosen.name}</span> <span class="quiet">{sectorName(chosen.sector)}</span><br /><span class="code small quiet">{chosen.did}</span></p>
        <Button onPress={() => { onChoose(undefined); setFound(undefined) }}>{words.chooseOther}</Button>
      </div>
    )
  }
  return (
    <div class="stack">
      {searching.problem !== undefined && <ProblemNotice problem={searching.problem} />}
      <form class="stack stack-tight" role="search" onSubmit={search} noValidate>
        <TextField id="participant" label={words.who} hint={words.whoHint} value={text} onValue={setText} max={255} fault={fault} />
        <div><Button type="submit" icon="search" busy={searching.isBusy && words.searching}>{words.search}</Button></div>
      </form>
      <div role="status">
        {found?.length === 0 && <p>{words.nobody}</p>}
        {found !== undefined && found.length > 0 && (
          <RadioField label={words.choose} name="participant" value={undefined} onValue={(did) => onChoose(found.find((one) => one.did === did))}
            choices={found.map(({ did, name, sector }) => ({ value: did, label: name, hint: `${sectorName(sector)}, ${shorten(did)}` }))} />
        )}
      </div>
    </div>
  )
}
