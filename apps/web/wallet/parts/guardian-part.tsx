import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { fetchClaimOffer, guardianRuleOf, type WalletRecord } from 'everlearned/holder'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatDay } from '../../locale.ts'
import { walletGuardian as words } from '../../messages/wallet-guardian.ts'
import type { OpenSession } from '../session.ts'
import { codeOf } from './code-of.ts'

interface GuardianPartProps {
  readonly session: OpenSession
  readonly record: WalletRecord
  readonly onChange: () => void
}

/** Says what a guardian allows with a record and until when; afterwards that its holder decides alone. Nothing where there never was one. */
export default function GuardianPart({ session, record, onChange }: GuardianPartProps): VNode | null {
  const [found, setFound] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  if (record.guardian === undefined) return null
  const rule = guardianRuleOf(record, new Date())
  if (rule === undefined) return <Notice title={words.yours}><p>{words.yoursText}</p></Notice>
  const look = async (): Promise<void> => {
    if (isBusy) return
    setBusy(true)
    setFound(await askAgain(record, session, onChange))
    setBusy(false)
  }
  return (
    <Notice title={words.until(formatDay(rule.until))}>
      <p>{words[rule.sharing]}</p>
      <p>{words.after(formatDay(rule.until))}</p>
      <div><Button busy={isBusy && words.looking} onPress={() => void look()}>{words.look}</Button></div>
      <div role="status">{found !== undefined && <p>{found}</p>}</div>
    </Notice>
  )
}

/** Asks for the same record again by the key that has it: the answer says what holds now. Answers what there is to say of it. */
async function askAgain({ guardian, origin, id }: WalletRecord, session: OpenSession, onChange: () => void): Promise<string | undefined> {
  if (guardian === undefined) return undefined
  const link = { nodeOrigin: origin, token: guardian.token }
  try {
    const { claimCredential } = await import('../heavy.ts')
    const offer = await fetchClaimOffer(link, fetch.bind(globalThis))
    if (offer.guardian === 'asked' || offer.guardian === 'refused') return words.takenBack
    const fresh = await claimCredential({ link, offer }, { ...session.context, fetch: fetch.bind(globalThis), now: new Date() })
    const isSame = fresh.id === id && fresh.guardian?.until === guardian.until && fresh.guardian.sharing === guardian.sharing
    if (!isSame) onChange()
    return isSame ? words.unchanged : undefined
  } catch (thrown) {
    return codeOf(thrown) === 'claim/guardian-missing' ? words.takenBack : words.offline
  }
}
