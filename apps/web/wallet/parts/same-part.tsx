import type { VNode } from 'preact'
import { arrangeTimeline, describeCredential, loadLifeEntries, loadRecords, type TimelineItem } from 'everlearned/holder'
import { walletLife } from '../../messages/wallet-life.ts'
import { walletRecord } from '../../messages/wallet-record.ts'
import { useLoaded } from '../../use-loaded.ts'
import type { OpenSession } from '../session.ts'
import { cameFrom } from './came-from.ts'
import { sourceInWords } from './source-in-words.ts'

const words = walletLife.entry

/** Where the same achievement stands too, and how each came: nothing is merged, each keeps its own word. */
export function SamePart({ session: { context }, id }: { readonly session: OpenSession, readonly id: string }): VNode | null {
  const others = useLoaded(async () => {
    const [{ records }, { entries }] = await Promise.all([loadRecords(context), loadLifeEntries(context)])
    const group = arrangeTimeline(records, entries).find(({ main, also }) => [main, ...also].some((item) => item.id === id))
    return group === undefined ? [] : [group.main, ...group.also].filter((item) => item.id !== id)
  }, [context, id]).value ?? []
  if (others.length === 0) return null
  return (
    <section class="stack stack-tight">
      <h2>{words.sameHeading}</h2>
      <ul>{others.map((item) => <li key={item.id}><a class="link-touch" href={item.kind === 'record' ? `/record/${item.id}` : `/life/${item.id}`}>{nameOf(item)}</a>{item.kind === 'record' && <><br /><span class="quiet small">{cameFrom(item.record)}</span></>}</li>)}</ul>
    </section>
  )
}

function nameOf(item: TimelineItem): string {
  return item.kind === 'entry' ? sourceInWords(item.entry.source) : words.fromRecord(describeCredential(item.record.credential).issuer.name ?? walletRecord.issuerUnnamed)
}
