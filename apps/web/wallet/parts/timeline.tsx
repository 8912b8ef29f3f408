import type { VNode } from 'preact'
import type { TimelineGroup } from 'everlearned/holder'
import { Icon } from '../../components/icon.tsx'
import { walletTimeline as words } from '../../messages/wallet-timeline.ts'
import { cameFrom } from './came-from.ts'
import { LifeCard } from './life-card.tsx'
import { RecordCard } from './record-card.tsx'

/** Records and entries in the order of a life, newest first. What stands in several places stands here once. */
export function Timeline({ groups, label }: { readonly groups: readonly TimelineGroup[], readonly label: string }): VNode {
  return (
    <ul class="cards" aria-label={label}>
      {groups.map(({ main, also }) => (
        <li key={main.id}>
          <a class="card-whole" href={main.kind === 'record' ? `/record/${main.id}` : `/life/${main.id}`}>{main.kind === 'record' ? <RecordCard record={main.record} /> : <LifeCard entry={main.entry} />}</a>
          {also.length > 0 && <Also also={also} />}
        </li>
      ))}
    </ul>
  )
}

function Also({ also }: { readonly also: TimelineGroup['also'] }): VNode {
  return (
    <details class="more also">
      <summary><Icon name="copy" /> {words.also(also.length)}</summary>
      <ul class="cards">{also.map((item) => <li key={item.id}><a class="card-whole" href={item.kind === 'record' ? `/record/${item.id}` : `/life/${item.id}`}>{item.kind === 'record' ? <RecordCard record={item.record} /> : <LifeCard entry={item.entry} />}</a>{item.kind === 'record' && <p class="quiet small">{cameFrom(item.record)}</p>}</li>)}</ul>
    </details>
  )
}
