import type { VNode } from 'preact'
import { webCryptography } from 'everlearned/crypto'
import { CopyButton, CopyLine } from '../components/copy-line.tsx'
import { Empty } from '../components/empty.tsx'
import { Loaded } from '../components/loaded.tsx'
import { Page } from '../components/page.tsx'
import { formatAgo, formatMoment, formatNumber } from '../locale.ts'
import { ledger } from '../messages/ledger.ts'
import { network as words } from '../messages/network.ts'
import { fetchNetwork, issuerPage, type Network } from '../network-api.ts'
import { useLoaded } from '../use-loaded.ts'
import './ledger/ledger.css'
import { AlarmNotices } from './network/alarm-notices.tsx'
import { FollowPart } from './network/follow-part.tsx'
import { HolderTable, sectorName } from './network/holder-table.tsx'
import { policyLines, sectorLines } from './network/policy-lines.ts'

/** Who holds a copy of this node's log, who must sign it, and whose logs this node follows. */
export default function NetworkPage(): VNode {
  const network = useLoaded(fetchNetwork, [])
  return (
    <Page title={words.title} lede={words.lede} width="desk" crumbs={[{ href: '/ledger', label: ledger.backToList }]}>
      <Loaded of={network}>
        {(value) => (
          <>
            <AlarmNotices alarms={value.alarms} />
            <Finality finality={value.finality} />
            <Copies network={value} />
            <div class="two-sides">
              <Policy text={value.policy.text} />
              <Self network={value} />
            </div>
            <FollowPart following={value.following} onChanged={network.reload} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Finality({ finality: { finalSize, pendingSize, finalAt } }: Pick<Network, 'finality'>): VNode {
  const waiting = Math.max(0, pendingSize - finalSize)
  return (
    <section class="stack stack-tight">
      <h2>{words.finality}</h2>
      <p class="network-state">{finalSize === 0 ? words.nothingFinal : words.finalNow(finalSize, formatNumber(finalSize))}</p>
      <p>{waiting === 0 ? words.allFinal : words.waiting(waiting, formatNumber(waiting))} {finalAt !== null && <span class="quiet">{words.finalAt(formatAgo(finalAt), formatMoment(finalAt))}</span>}</p>
    </section>
  )
}

function Copies({ network }: { readonly network: Network }): VNode {
  return (
    <section class="stack">
      <h2>{words.holdersTitle}</h2>
      <HolderTable network={network} />
      {network.holders.length === 0 && (
        <Empty title={words.emptyTitle}>
          <p>{words.empty}</p>
          <CopyLine label={words.joinCommand} text={`npx ler ledger join ${location.origin}/ledger`} />
        </Empty>
      )}
    </section>
  )
}

function Policy({ text }: { readonly text: string }): VNode {
  const lines = policyLines(text, webCryptography)
  const parts = sectorLines(text, webCryptography)
  return (
    <section class="stack">
      <h2>{words.policyTitle}</h2>
      {lines === undefined ? <p>{words.policyUnread}</p> : <ul class="stack stack-tight policy-lines">{lines.map((line, index) => <li key={line} class={index === 0 ? 'strong' : undefined}>{line}</li>)}</ul>}
      {parts.length > 0 && <><h3>{words.insideTitle}</h3><ul class="policy-lines">{parts.map((part) => <li key={part}>{part}</li>)}</ul></>}
      <details class="more">
        <summary>{words.policyText}</summary>
        <div class="stack"><pre tabIndex={0} aria-label={words.policyText}>{text}</pre><div><CopyButton text={text} label={words.copyPolicy} /></div></div>
      </details>
    </section>
  )
}

function Self({ network: { self, registry } }: { readonly network: Network }): VNode {
  return (
    <section class="stack">
      <h2>{words.selfTitle}</h2>
      <dl class="facts">
        <div><dt>{words.selfName}</dt><dd>{self.did === null ? self.name : <a href={issuerPage(self.did)}>{self.name}</a>}</dd></div>
        <div><dt>{words.selfSector}</dt><dd>{sectorName(self.sector)}</dd></div>
        <div><dt>{words.selfRoles}</dt><dd><ul class="plain-list">{self.roles.map((role) => <li key={role}>{words.selfRole[role] ?? role}</li>)}</ul></dd></div>
        <div><dt>{words.selfRegistry}</dt><dd>{registry.name ?? registry.origin} <span class="quiet">({words.rulesVersion(String(registry.rulesVersion))})</span></dd></div>
      </dl>
      <CopyLine label={words.selfKey} text={self.verifierKey} />
      {self.cosignerKey !== null && <CopyLine label={words.selfCosigner} text={self.cosignerKey} />}
    </section>
  )
}
