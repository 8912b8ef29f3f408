import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { ApiProblem, callText } from '../api.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { CopyButton, CopyLine } from '../components/copy-line.tsx'
import { SelectField, TextField } from '../components/field.tsx'
import { Loaded } from '../components/loaded.tsx'
import { Page } from '../components/page.tsx'
import { formatAgo, formatMoment, formatNumber } from '../locale.ts'
import { entryWords, ledger as words } from '../messages/ledger.ts'
import { entryPage, fetchGrowth, fetchNetwork, type Network } from '../network-api.ts'
import { node } from '../session.ts'
import { useLoaded } from '../use-loaded.ts'
import { browseEntries, pageSize, type EntryPage } from './ledger/browse.ts'
import { EntryList } from './ledger/entry-list.tsx'
import { GrowthChart } from './ledger/growth-chart.tsx'
import './ledger/ledger.css'
import { AlarmNotices } from './network/alarm-notices.tsx'

/** The log of this node: what it is, how long, how it grew, and what stands in it. */
export default function Ledger(): VNode {
  const network = useLoaded(fetchNetwork, [])
  const growth = useLoaded(fetchGrowth, [])
  return (
    <Page title={words.title} lede={words.lede} width="desk" actions={<ButtonLink href="/network" icon="people">{words.whoHolds}</ButtonLink>}>
      {network.value !== undefined && <AlarmNotices alarms={network.value.alarms} isElsewhere />}
      <Loaded of={network}>{(value) => <Glance network={value} />}</Loaded>
      <div class="two-sides">
        <section class="stack"><h2>{words.growthTitle}</h2><Loaded of={growth}>{(points) => <GrowthChart points={points} />}</Loaded></section>
        <section class="stack"><h2>{words.whatTitle}</h2><ul class="stack stack-tight">{words.what.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul></section>
      </div>
      <Entries />
      <Checkpoint />
    </Page>
  )
}

function Glance({ network: { finality, holders } }: { readonly network: Network }): VNode {
  const waiting = Math.max(0, finality.pendingSize - finality.finalSize)
  return (
    <section aria-label={words.glance}>
      <dl class="figures">
        <div><dt>{words.size}</dt><dd>{formatNumber(finality.finalSize)}</dd></div>
        {waiting > 0 && <div><dt>{words.waiting}</dt><dd>{formatNumber(waiting)}</dd></div>}
        <div><dt>{words.finalWhen}{finality.finalAt !== null && <span class="small nowrap"> ({formatMoment(finality.finalAt)})</span>}</dt><dd>{finality.finalAt === null ? words.never : formatAgo(finality.finalAt)}</dd></div>
        <div><dt>{words.copies}</dt><dd>{formatNumber(holders.length)}</dd></div>
      </dl>
    </section>
  )
}

/** What is asked of the list. Untrusted: it comes from the address. */
interface Asked { readonly before: number | undefined, readonly type: string | undefined }

function readQuery({ before, type }: Readonly<Record<string, string>>): Asked {
  const number = Number(before)
  return { before: before !== undefined && Number.isSafeInteger(number) && number > 0 ? number : undefined, type: Object.hasOwn(entryWords.kinds, type ?? '') ? type : undefined }
}

function addressOf({ before, type }: Asked): string {
  const query = new URLSearchParams([...(type === undefined ? [] : [['type', type]]), ...(before === undefined ? [] : [['before', String(before)]])])
  return query.size === 0 ? '/ledger' : `/ledger?${query.toString()}`
}

function Entries(): VNode {
  const { query, route } = useLocation()
  const asked = readQuery(query)
  const page = useLoaded((signal) => browseEntries(asked, signal), [asked.before, asked.type])
  const isThere = (type: string): boolean => page.value === undefined || type === asked.type || page.value.types.includes(type)
  const kinds = [{ value: '', label: words.filterAll }, ...Object.entries(entryWords.kinds).filter(([type]) => isThere(type)).map(([value, label]) => ({ value, label })).toSorted((one, other) => one.label.localeCompare(other.label))]
  const choose = (value: string): void => route(addressOf({ before: undefined, type: value === '' ? undefined : value }))
  return (
    <section class="stack" id="entries">
      <h2>{words.entriesTitle}</h2>
      <div class="entry-tools">
        <SelectField label={words.filter} value={asked.type ?? ''} onValue={choose} choices={kinds} />
        <GoTo size={page.value?.size} />
      </div>
      <Loaded of={page}>{(value) => <Found page={value} asked={asked} />}</Loaded>
    </section>
  )
}

function Found({ page, asked }: { readonly page: EntryPage, readonly asked: Asked }): VNode {
  const { entries, size, before, searched } = page
  const [first, last] = [entries.at(-1)?.index, entries[0]?.index]
  const newer = asked.type === undefined && asked.before !== undefined && asked.before + pageSize < size ? asked.before + pageSize : undefined
  return (
    <>
      {first === undefined || last === undefined
        ? <p role="status">{size === 0 ? words.empty : before === 0 ? words.noneAtAll : words.noneOfKind(formatNumber(searched))}</p>
        : <p class="quiet small" role="status">{words.entriesOlder(formatNumber(first), formatNumber(last), formatNumber(size))}. <span class="keys-hint">{words.keys}</span></p>}
      {entries.length > 0 && <EntryList entries={entries} />}
      <nav class="button-row" aria-label={words.pages}>
        {asked.before !== undefined && <ButtonLink href={addressOf({ ...asked, before: newer })}>{newer === undefined ? words.toNewest : words.newer}</ButtonLink>}
        {before > 0 && <ButtonLink href={addressOf({ ...asked, before })}>{entries.length === 0 ? words.lookFurther : words.older}</ButtonLink>}
      </nav>
    </>
  )
}

function GoTo({ size }: { readonly size: number | undefined }): VNode {
  const { route } = useLocation()
  const [text, setText] = useState('')
  const [isWrong, setWrong] = useState(false)
  const go = (event: Event): void => {
    event.preventDefault()
    const index = Number(text.replaceAll(/[\s,.]/g, ''))
    const isEntry = text.trim() !== '' && Number.isSafeInteger(index) && index >= 0 && (size === undefined || index < size)
    setWrong(!isEntry)
    if (isEntry) route(entryPage(index))
  }
  return (
    <form class="go-to" onSubmit={go} noValidate>
      <TextField label={words.goTo} value={text} onValue={setText} type="number" isShort max={16} fault={isWrong ? words.goToFault(formatNumber(Math.max(0, (size ?? 1) - 1))) : undefined} />
      <Button type="submit">{words.goToAct}</Button>
    </form>
  )
}

function Checkpoint(): VNode {
  const checkpoint = useLoaded(fetchCheckpoint, [])
  return (
    <section class="stack">
      <h2>{words.checkpointTitle}</h2>
      <p>{words.checkpointText}</p>
      <Loaded of={checkpoint}>
        {(text) => (text === undefined ? <p>{words.unavailable}</p> : (
          <>
            <h3>{words.checkpoint}</h3>
            <pre tabIndex={0} aria-label={words.checkpoint}>{text}</pre>
            <div><CopyButton text={text} label={words.copyCheckpoint} /></div>
          </>
        ))}
      </Loaded>
      {node.value !== undefined && <CopyLine label={words.key} text={node.value.log.verifierKey} />}
    </section>
  )
}

/** The checkpoint, or undefined when the log is not there; a silent network is still a fault. */
async function fetchCheckpoint(signal: AbortSignal): Promise<string | undefined> {
  try {
    return await callText('/ledger/checkpoint', { signal })
  } catch (thrown) {
    if (thrown instanceof ApiProblem && !thrown.code.startsWith('network/')) return undefined
    throw thrown
  }
}
