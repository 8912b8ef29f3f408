import type { VNode } from 'preact'
import { describeCredential, type WalletRecord } from 'everlearned/holder'
import { wallet } from '../../messages/en/wallet.ts'
import { RecordCard } from './record-card.tsx'

const words = wallet.share

/** Exactly what the other side will see: the card in their layout, and what travels with it. */
export function SharePreview({ record }: { readonly record: WalletRecord }): VNode {
  const { criteria, subject } = describeCredential(record.credential)
  return (
    <section class="stack">
      <h2>{words.previewHeading}</h2>
      <RecordCard record={record} isWhole />
      <details class="more">
        <summary>{words.previewMore}</summary>
        <dl class="facts">
          {criteria !== undefined && <div><dt>{wallet.record.criteria}</dt><dd class="kept-lines">{criteria}</dd></div>}
          <div><dt>{wallet.record.subjectId}</dt><dd>{words.previewKey} <span class="code">{subject.id}</span></dd></div>
          <div><dt>{wallet.record.proof}</dt><dd>{words.previewProof}</dd></div>
        </dl>
      </details>
      <p class="quiet">{words.preview}</p>
    </section>
  )
}
