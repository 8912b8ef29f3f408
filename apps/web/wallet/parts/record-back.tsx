import type { ComponentChildren, VNode } from 'preact'
import { useState } from 'preact/hooks'
import { describeCredential, type WalletRecord } from 'everlearned/holder'
import { Button } from '../../components/button.tsx'
import { formatMoment } from '../../locale.ts'
import { wallet } from '../../messages/wallet.ts'
import { walletTimeline } from '../../messages/wallet-timeline.ts'
import { walletRecord as words } from '../../messages/wallet-record.ts'
import type { OpenSession } from '../session.ts'
import { explainClaimFault } from './explain-fault.ts'

/** The other side of the card: id, proof, ledger entry, and the document itself. */
export function RecordBack({ record, session, onChange }: { readonly record: WalletRecord; readonly session: OpenSession; readonly onChange: () => void }): VNode {
  const { id, issuer, subject, proofs } = describeCredential(record.credential)
  return (
    <details class="more card">
      <summary>{words.back}</summary>
      <div class="stack">
        <p class="quiet">{words.backHelp}</p>
        <dl class="facts">
          <Fact name={words.id} code={id} />
          <Fact name={words.issuerId} code={issuer.id} />
          <Fact name={words.subjectId} code={subject.id} />
          {proofs.map((proof, index) => (
            <>
              <Fact key={`suite-${index}`} name={words.proof} code={proof.suite} />
              <Fact key={`key-${index}`} name={words.key} code={proof.key} />
              <Fact key={`made-${index}`} name={words.proofMade}>{proof.created === undefined ? undefined : formatMoment(proof.created)}</Fact>
            </>
          ))}
          {record.isImported === true ? <Fact name={words.origin}>{words.fromFile}</Fact> : <Fact name={words.origin} code={record.origin} />}
          <Fact name={words.added}>{formatMoment(record.addedAt)}{record.cameAgain !== undefined && ` · ${walletTimeline.cameAgain(record.cameAgain.length)}`}</Fact>
          <Fact name={words.ledger}><LedgerState record={record} session={session} onChange={onChange} /></Fact>
        </dl>
        <details class="more"><summary>{words.raw}</summary><pre class="raw" tabIndex={0}>{record.credential}</pre></details>
      </div>
    </details>
  )
}

function Fact({ name, code, children }: { readonly name: string; readonly code?: string | undefined; readonly children?: ComponentChildren }): VNode | null {
  if (code === undefined && (children === undefined || children === null)) return null
  return <div><dt>{name}</dt><dd>{code === undefined ? children : <span class="code">{code}</span>}</dd></div>
}

function LedgerState({ record, session, onChange }: { readonly record: WalletRecord; readonly session: OpenSession; readonly onChange: () => void }): VNode {
  const [answer, setAnswer] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const ask = async (): Promise<void> => {
    setBusy(true)
    try {
      const { refreshLedgerProof } = await import('../heavy.ts')
      const { ledgerProof } = await refreshLedgerProof(record, { ...session.context, fetch: fetch.bind(globalThis) })
      setAnswer(ledgerProof === null ? words.refreshed : words.refreshDone)
      if (ledgerProof !== null) onChange()
    } catch (thrown) {
      setAnswer(explainClaimFault(thrown).text)
    } finally {
      setBusy(false)
    }
  }
  if (record.ledgerProof !== null) return <span>{words.ledgerRecorded}</span>
  if (record.nonce === null) return <span>{words.ledgerNone}</span>
  return (
    <div class="stack stack-tight">
      <span>{words.ledgerPending}</span>
      <div><Button busy={isBusy && wallet.working} onPress={() => void ask()}>{words.refresh}</Button></div>
      <span role="status">{answer}</span>
    </div>
  )
}
