import type { VNode } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { Notice } from '../../components/notice.tsx'
import type { ClaimAct, ClaimChanges, ClaimFilter, ClaimPage, ClaimQuery, ClaimSelection } from '../../issuer-api.ts'
import { bulk, claims as words } from '../../messages/claims.ts'
import { BulkBar } from './bulk-bar.tsx'
import { BulkDialog } from './bulk-dialog.tsx'
import { ClaimTable } from './claim-table.tsx'

interface ChooseAndChangeProps {
  readonly page: ClaimPage
  readonly asked: ClaimQuery & { readonly state: ClaimFilter }
  readonly onChanged: () => void
}

/** The table of people, and what is done to those who are chosen in it. Another page or search begins with nobody chosen. */
export function ChooseAndChange({ page, asked, onChanged }: ChooseAndChangeProps): VNode {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [isAll, setAll] = useState(false)
  const [act, setAct] = useState<ClaimAct>()
  const [done, setDone] = useState<{ readonly act: ClaimAct, readonly changes: ClaimChanges }>()
  const outcome = useRef<HTMLDivElement>(null)
  const shown = page.claims.filter(({ id }) => isAll || chosen.has(id))
  const selection: ClaimSelection = isAll ? { search: searchOf(asked), count: page.found } : { ids: shown.map(({ id }) => id) }
  const choose = (ids: readonly string[], isChosen: boolean): void => {
    const before = isAll ? page.claims.map(({ id }) => id) : [...chosen]
    setAll(false)
    setDone(undefined)
    setChosen(new Set(isChosen ? [...before, ...ids] : before.filter((id) => !ids.includes(id))))
  }
  const chooseNone = (): void => { setAll(false); setChosen(new Set()) }
  const finish = (changes: ClaimChanges): void => {
    if (act !== undefined) setDone({ act, changes })
    setAct(undefined)
    chooseNone()
    onChanged()
    // What opened the dialog is gone: reading goes on with what came of it.
    setTimeout(() => outcome.current?.focus())
  }
  return (
    <>
      <div ref={outcome} tabIndex={-1}>{done !== undefined && <Outcome act={done.act} changes={done.changes} />}</div>
      <ClaimTable claims={page.claims} caption={words.title} choosing={{ chosen: isAll ? new Set(page.claims.map(({ id }) => id)) : chosen, choose }} />
      {shown.length > 0 && <BulkBar chosen={{ claims: shown, isAll, found: page.found, state: asked.state }} onAll={() => setAll(true)} onNone={chooseNone} onAct={setAct} />}
      {act !== undefined && <BulkDialog act={act} selection={selection} count={isAll ? page.found : shown.length} onClose={() => setAct(undefined)} onDone={finish} />}
    </>
  )
}

function searchOf({ q, state, job, mail }: ChooseAndChangeProps['asked']): Pick<ClaimQuery, 'q' | 'state' | 'job' | 'mail'> {
  return { state, ...(q === undefined ? {} : { q }), ...(job === undefined ? {} : { job }), ...(mail === undefined ? {} : { mail }) }
}

/** What came of it, and who was left as they were and why. */
function Outcome({ act, changes: { changed, unchanged, refused, refusedCount } }: { readonly act: ClaimAct, readonly changes: ClaimChanges }): VNode {
  const counts = Object.entries(bulk.refused).map(([code, sentence]) => [refused.filter((each) => each.code === code).length, sentence] as const)
  return (
    <Notice kind={refusedCount > 0 ? 'care' : 'info'} title={bulk.done[act](changed)} isLive>
      {changed > 0 && <p>{bulk.doneNext}</p>}
      {unchanged > 0 && <p>{bulk.unchanged(unchanged)}</p>}
      {refusedCount > refused.length && <p>{bulk.refusedMore(refusedCount - refused.length)}</p>}
      {counts.map(([count, sentence], index) => count > 0 && <p key={index}>{sentence(count)}</p>)}
    </Notice>
  )
}
