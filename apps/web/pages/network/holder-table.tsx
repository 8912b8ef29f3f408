import type { VNode } from 'preact'
import type { IconName } from '../../components/icon.tsx'
import { StateTag, type StateKind } from '../../components/state-tag.tsx'
import { formatAgo, formatMoment, formatNumber } from '../../locale.ts'
import { network as words } from '../../messages/network.ts'
import { sectorWords } from '../../messages/sectors.ts'
import type { Holder, Network } from '../../network-api.ts'

const look: Readonly<Record<Holder['state'], { readonly kind: StateKind, readonly icon: IconName }>> = {
  current: { kind: 'held', icon: 'check' },
  behind: { kind: 'waiting', icon: 'clock' },
  silent: { kind: 'fault', icon: 'alert' },
}

/** Everybody who keeps a copy, this node first: how much they hold, and when they last signed. */
export function HolderTable({ network: { self, holders, finality } }: { readonly network: Network }): VNode {
  return (
    <div class="table-wrap">
      <table class="table table-cards">
        <caption class="hidden-text">{words.holdersCaption}</caption>
        <thead><tr><th scope="col">{words.name}</th><th scope="col" class="can-wait phone-less">{words.sector}</th><th scope="col" class="phone-less">{words.role}</th><th scope="col" class="figure">{words.size}</th><th scope="col">{words.lastSigned}</th><th scope="col">{words.state}</th></tr></thead>
        <tbody>
          <tr>
            <th scope="row">{self.name} <span class="small">{words.thisNode}</span><span class="small phone-more">{sectorName(self.sector)}</span></th>
            <td data-label={words.sector} class="can-wait phone-less">{sectorName(self.sector)}</td>
            <td data-label={words.role} class="phone-less">{words.roles['operator']}</td>
            <td data-label={words.size} class="figure">{formatNumber(finality.pendingSize)}</td>
            <td data-label={words.lastSigned}>{finality.finalAt === null ? words.neverSigned : <Ago at={finality.finalAt} />}</td>
            <td data-label={words.state}><StateTag kind="held" icon="check">{words.states.current}</StateTag></td>
          </tr>
          {holders.map((holder) => (
            <tr key={holder.name}>
              <th scope="row">{holder.name}<span class="small phone-more">{sectorName(holder.sector)}: {words.roles[holder.role] ?? holder.role}</span></th>
              <td data-label={words.sector} class="can-wait phone-less">{sectorName(holder.sector)}</td>
              <td data-label={words.role} class="phone-less">{words.roles[holder.role] ?? holder.role}</td>
              <td data-label={words.size} class="figure"><span>{formatNumber(holder.size)}{holder.state !== 'current' && holder.size < finality.pendingSize && <span class="small">{words.behind(formatNumber(finality.pendingSize - holder.size))}</span>}</span></td>
              <td data-label={words.lastSigned}>{holder.cosignedAt === null ? words.neverSigned : <Ago at={holder.cosignedAt} />}</td>
              <td data-label={words.state}><StateTag {...look[holder.state]}>{words.states[holder.state]}</StateTag></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** How long ago, with the moment itself for those who ask. */
export function Ago({ at }: { readonly at: string }): VNode {
  return <time dateTime={at} title={formatMoment(at)}>{formatAgo(at)}</time>
}

/** The sector in words. */
export const sectorName = (sector: Holder['sector']): string => (sector === null ? sectorWords.none : sectorWords.names[sector] ?? sector)
