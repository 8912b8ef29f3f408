import type { VNode } from 'preact'
import { isDraft, type LifeEntry } from 'everlearned/holder'
import { type CardLine, CredentialCard } from '../../components/credential-card.tsx'
import { walletTimeline as words } from '../../messages/wallet-timeline.ts'
import { whereAndWhen } from './life-words.ts'

/** The front of an entry in one's own words. */
export function LifeCard({ entry, lines = [] }: { readonly entry: LifeEntry, readonly lines?: readonly CardLine[] }): VNode {
  const { facts, evidence, sensitive } = entry
  return (
    <CredentialCard issuer={words.own} mark="people" name={facts.what} kind={words.kinds[facts.kind]} description={whereAndWhen(entry)}
      lines={[
        ...(evidence.length > 0 && (isDraft(entry) || lines.length === 0) ? [{ icon: 'file', text: words.evidence(evidence.length) } as const] : isDraft(entry) || lines.length > 0 ? [] : [{ icon: 'info', text: words.stated } as const]),
        ...(sensitive.length === 0 ? [] : [{ icon: 'lock', text: <span class="private">{words.private}</span> } as const]),
        ...lines,
      ]} />
  )
}
