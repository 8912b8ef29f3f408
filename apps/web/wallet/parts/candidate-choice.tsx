import type { VNode } from 'preact'
import { describeCredential, type FactName, isOwnWord } from 'everlearned/holder'
import { CheckField } from '../../components/field.tsx'
import { Notice } from '../../components/notice.tsx'
import { walletExchange as words } from '../../messages/wallet-exchange.ts'
import { walletRecord } from '../../messages/wallet-record.ts'
import { useLoaded } from '../../use-loaded.ts'
import type { Candidate } from '../exchange/meeting.ts'
import type { OpenSession } from '../session.ts'
import { FactChoice, firstChoice } from './fact-choice.tsx'
import { RecordCard } from './record-card.tsx'

interface CandidateChoiceProps {
  readonly session: OpenSession
  readonly candidate: Candidate
  /** Undefined while it is not picked. */
  readonly facts: readonly FactName[] | undefined
  readonly onChange: (facts: readonly FactName[] | undefined) => void
}

/** A record that answers: picked or not, in which parts, and what the other side would see of it. */
export function CandidateChoice({ session: { context }, candidate, facts, onChange }: CandidateChoiceProps): VNode {
  const { record, isChosenByParts, isWhole } = candidate
  const { name, issuer } = describeCredential(record.credential)
  const known = useLoaded(async () => (isChosenByParts ? (await import('../heavy.ts')).factsOf(record.credential, context.cryptography) : []), [record.id]).value ?? []
  return (
    <div class="stack">
      <CheckField label={name ?? walletRecord.unnamed} hint={isOwnWord(record) ? words.ownWord : issuer.name ?? walletRecord.issuerUnnamed} isChecked={facts !== undefined}
        onChange={(isChecked) => onChange(isChecked ? firstChoice(known, 'ecdsa-sd-2023') : undefined)} />
      {facts !== undefined && (
        <div class="stack picked">
          {isChosenByParts && <FactChoice facts={known} chosen={facts} onChange={onChange} />}
          {isOwnWord(record) && <Notice><p>{words.ownWordText}</p></Notice>}
          <p class="strong">{words.sees}</p>
          <Seen candidate={candidate} facts={facts} />
          <p class="quiet small">{isWhole ? words.whole : isChosenByParts ? '' : words.justAsked}</p>
        </div>
      )}
    </div>
  )
}

/** The card in their layout, and the whole document that they get. */
function Seen({ candidate, facts }: { readonly candidate: Candidate; readonly facts: readonly FactName[] }): VNode | null {
  const document = useLoaded(() => candidate.preview(facts), [candidate.record.id, facts.join(' ')]).value
  if (document === undefined) return null
  return (
    <>
      <RecordCard record={{ ...candidate.record, credential: document }} isWhole isCopy={!candidate.isWhole} />
      <details class="more"><summary>{walletRecord.raw}</summary><pre class="raw code" tabIndex={0}>{pretty(document)}</pre></details>
    </>
  )
}

function pretty(document: string): string {
  try {
    return JSON.stringify(JSON.parse(document), undefined, 2)
  } catch {
    // A token.
    return document
  }
}
