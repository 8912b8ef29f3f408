import type { VNode } from 'preact'
import { describeCredential, type FactName, type WalletRecord } from 'everlearned/holder'
import { wallet } from '../../messages/en/wallet.ts'
import { useLoaded } from '../../use-loaded.ts'
import type { OpenSession } from '../session.ts'
import { RecordCard } from './record-card.tsx'

const words = wallet.share

/** Exactly what the other side will see: the card in their layout, and what travels with it; of the facts `chosen` where one can choose. */
export function SharePreview({ session, record, chosen }: { readonly session: OpenSession; readonly record: WalletRecord; readonly chosen: readonly FactName[] | undefined }): VNode {
  const shown = useLoaded(() => previewOf(record, chosen, session.context), [record.credential, chosen?.join(' ') ?? 'all']).value ?? record
  const { criteria, subject } = describeCredential(shown.credential)
  return (
    <section class="stack">
      <h2>{words.previewHeading}</h2>
      <RecordCard record={shown} isWhole isCopy={chosen !== undefined} />
      <details class="more">
        <summary>{words.previewMore}</summary>
        <dl class="facts">
          {criteria !== undefined && <div><dt>{wallet.record.criteria}</dt><dd class="kept-lines">{criteria}</dd></div>}
          <div><dt>{wallet.record.subjectId}</dt><dd>{words.previewKey} <span class="code">{subject.id}</span></dd></div>
          <div><dt>{wallet.record.proof}</dt><dd>{words.previewProof}</dd></div>
        </dl>
      </details>
      {chosen === undefined && <p class="quiet">{words.preview}</p>}
    </section>
  )
}

/** The copy as it will be: with the award withheld it is made at the moment of sharing. */
async function previewOf(record: WalletRecord, chosen: readonly FactName[] | undefined, { cryptography }: OpenSession['context']): Promise<WalletRecord> {
  if (chosen === undefined) return record
  const { showParts } = await import('../heavy.ts')
  const copy = JSON.parse(await showParts(record.credential, chosen, cryptography)) as object
  return { ...record, credential: JSON.stringify(chosen.includes('awardedDate') ? copy : { ...copy, validFrom: new Date().toISOString() }) }
}
