import type { VNode } from 'preact'
import { describeCredential, type ShareChoice, type WalletRecord } from 'everlearned/holder'
import { walletRecord } from '../../messages/wallet-record.ts'
import { walletShare as words } from '../../messages/wallet-share.ts'
import { useLoaded } from '../../use-loaded.ts'
import type { OpenSession } from '../session.ts'
import { RecordCard } from './record-card.tsx'

/** Exactly what the other side will see: the card in their layout, and what travels with it; of what was chosen where one can choose. */
export function SharePreview({ session, record, choice }: { readonly session: OpenSession; readonly record: WalletRecord; readonly choice: ShareChoice | undefined }): VNode {
  const shown = useLoaded(() => previewOf(record, choice, session.context), [record.credential, JSON.stringify(choice)]).value ?? record
  const { criteria, subject } = describeCredential(shown.credential)
  return (
    <section class="stack">
      <h2>{words.previewHeading}</h2>
      <RecordCard record={shown} isWhole isCopy={choice !== undefined} />
      <details class="more">
        <summary>{words.previewMore}</summary>
        <dl class="facts">
          {criteria !== undefined && <div><dt>{walletRecord.criteria}</dt><dd class="kept-lines">{criteria}</dd></div>}
          <div><dt>{walletRecord.subjectId}</dt><dd>{subject.id === undefined ? words.previewNobody : <>{words.previewKey} <span class="code">{subject.id}</span></>}</dd></div>
          <div><dt>{walletRecord.proof}</dt><dd>{subject.id === undefined ? words.previewUnlinked : words.previewProof}</dd></div>
        </dl>
      </details>
      {choice === undefined && <p class="quiet">{words.preview}</p>}
    </section>
  )
}

/** The copy as it will be, without any proof. */
async function previewOf(record: WalletRecord, choice: ShareChoice | undefined, { cryptography }: OpenSession['context']): Promise<WalletRecord> {
  if (choice === undefined) return record
  const { previewCopy } = await import('../heavy.ts')
  return { ...record, credential: await previewCopy(record.credential, choice, { cryptography, now: new Date() }) }
}
