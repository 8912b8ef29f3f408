import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { Button, ButtonLink } from '../../components/button.tsx'
import { ConfirmDialog } from '../../components/dialog.tsx'
import { Empty } from '../../components/empty.tsx'
import { EntryLink } from '../../components/entry-link.tsx'
import { FaultSummary } from '../../components/fault-summary.tsx'
import { TextField } from '../../components/field.tsx'
import { formatDay, formatNumber } from '../../locale.ts'
import { acts, reaffirm as words } from '../../messages/ledger-acts.ts'
import { statements } from '../../messages/statements.ts'
import { fetchStatements, state, type Network } from '../../network-api.ts'
import { useLoaded } from '../../use-loaded.ts'
import { useSend } from '../../use-send.ts'
import { shorten } from '../ledger/describe-entry.ts'
import { doubtfulRanges, type DoubtfulRange } from './doubtful-ranges.ts'
import { LedgerAct, type LedgerActScene } from './ledger-act.tsx'
import { useOrganisation } from './organisation.ts'

/** Stands by what was signed in a time in which others may have had a key. */
export default function ReaffirmPage(): VNode {
  return <LedgerAct title={acts.reaffirm} lede={words.lede}>{(scene) => <Doubtful {...scene} />}</LedgerAct>
}

function Doubtful({ own, network, onStated }: LedgerActScene): VNode {
  const { at } = useOrganisation()
  const [chosen, setChosen] = useState<DoubtfulRange>()
  const ranges = doubtfulRanges(own, network)
  if (ranges.length === 0) return <Empty title={words.none}><p>{words.noneText}</p><div><ButtonLink href={at('/on-the-ledger')}>{acts.goBack}</ButtonLink></div></Empty>
  if (!own.keys.some(({ until }) => until === null)) return <Empty title={words.noKey}><p>{words.noKeyText}</p><div><ButtonLink href={at('/settings')}>{words.toSettings}</ButtonLink></div></Empty>
  return (
    <>
      <Before />
      {ranges.map((range) => (
        <section class="card stack" key={`${range.key} ${range.log}`}>
          <h2>{words.doubtful(formatDay(range.since))}</h2>
          <dl class="facts">
            <div><dt>{words.key}</dt><dd class="code">{shorten(range.key)}</dd></div>
            <div><dt>{words.log}</dt><dd class="code">{range.log}</dd></div>
            <div><dt>{words.range}</dt><dd>{words.rangeOf(formatNumber(range.first), formatNumber(range.last))}</dd></div>
          </dl>
          {chosen?.key === range.key && chosen.log === range.log
            ? <RangeForm range={range} network={network} onStated={(index) => { setChosen(undefined); onStated(index) }} />
            : <div><Button onPress={() => setChosen(range)}>{words.choose}<span class="hidden-text"> ({range.log})</span></Button></div>}
        </section>
      ))}
    </>
  )
}

/** What was reaffirmed before is told by the entries; the page leaves it in the list, for one may go on. */
function Before(): VNode | null {
  const organisation = useOrganisation()
  const { value } = useLoaded((signal) => fetchStatements(organisation.id, signal), [organisation.id])
  const said = value?.stated.filter(({ type }) => type === 'reaffirm') ?? []
  if (said.length === 0) return null
  return <p>{words.before} {said.map(({ index }, place) => <span key={index}>{place > 0 && ', '}<EntryLink index={index}>{formatNumber(index)}</EntryLink></span>)}</p>
}

function RangeForm({ range, network, onStated }: { readonly range: DoubtfulRange, readonly network: Network, readonly onStated: (index: number) => void }): VNode {
  const [first, setFirst] = useState(String(range.first))
  const [last, setLast] = useState(String(range.last))
  const [isWrong, setWrong] = useState(false)
  const [isAsking, setAsking] = useState(false)
  const [from, to] = [Number(first), Number(last)]
  const fault = isWrong ? words.within(formatNumber(range.first), formatNumber(range.last)) : undefined
  const submit = (event: Event): void => {
    event.preventDefault()
    const isRight = [first, last].every((text) => /^\d{1,15}$/.test(text.trim())) && range.first <= from && from <= to && to <= range.last
    setWrong(!isRight)
    setAsking(isRight)
  }
  const place = placeOf(range.log, network)
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <FaultSummary faults={fault === undefined ? [] : [{ field: 'first', message: fault }]} />
      <h3>{words.which}</h3>
      <p>{words.whichHint}</p>
      {place !== undefined && <div><ButtonLink href={`${place}?before=${range.last + 1}`} icon="search">{words.readThem}</ButtonLink></div>}
      <TextField id="first" label={words.first} type="number" isShort max={15} value={first} onValue={setFirst} fault={fault} />
      <TextField id="last" label={words.last} type="number" isShort max={15} value={last} onValue={setLast} />
      <div><Button type="submit" kind="main">{words.next}</Button></div>
      {isAsking && <SureDialog log={range.log} from={from} to={to} onClose={() => setAsking(false)} onDone={onStated} />}
    </form>
  )
}

/** Where a ledger can be read. */
function placeOf(log: string, { self, following }: Network): string | undefined {
  return log === self.origin ? '/ledger' : following.find(({ origin }) => origin === log)?.url
}

function SureDialog({ log, from, to, onClose, onDone }: { readonly log: string, readonly from: number, readonly to: number, readonly onClose: () => void, readonly onDone: (index: number) => void }): VNode {
  const organisation = useOrganisation()
  const sending = useSend()
  const act = (): void => void sending.send(() => state(organisation.id, { type: 'reaffirm', payload: { log, from, to: to + 1 } }).then(({ index }) => onDone(index)))
  return (
    <ConfirmDialog title={words.sure(formatNumber(from), formatNumber(to))} act={words.act} actKind="danger" busy={sending.isBusy && statements.stating} problem={sending.problem} onAct={act} onClose={onClose}>
      <p>{words.what}</p>
      <p>{acts.forGood}</p>
    </ConfirmDialog>
  )
}
