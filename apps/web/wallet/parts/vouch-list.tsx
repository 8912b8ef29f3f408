import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { matchesIdentity, readAddressStatement, readEndorsement } from 'everlearned/credential'
import { saveAttestation, withdrawAttestation, type WalletAttestation } from 'everlearned/holder'
import { Button } from '../../components/button.tsx'
import { Endorsement } from '../../components/endorsement-list.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatShortDay } from '../../locale.ts'
import { wallet } from '../../messages/wallet.ts'
import { walletVouch as words } from '../../messages/wallet-vouch.ts'
import type { AskedPerson } from '../pages/vouch.tsx'
import type { OpenSession } from '../session.ts'
import { codeOf } from './code-of.ts'

interface VouchListProps {
  readonly session: OpenSession
  readonly people: readonly AskedPerson[]
  readonly onShow: (asked: WalletAttestation) => void
  readonly onChange: () => void
}

/** Everybody who was asked, how far they are together, and what can be done about each. */
export function VouchList({ session, people, onShow, onChange }: VouchListProps): VNode {
  const [notice, setNotice] = useState<{ readonly kind: 'info' | 'fault'; readonly text: string }>()
  const have = people.filter(({ endorsement }) => endorsement !== undefined && endorsement.level !== null).length
  const enough = people.at(-1)?.asked.enough ?? 1
  const remove = async (asked: WalletAttestation): Promise<void> => {
    try {
      await withdrawAttestation(asked, { ...session.context, fetch: fetch.bind(globalThis), now: new Date() })
      if (asked.state === 'open') setNotice({ kind: 'info', text: words.withdrawn })
      onChange()
    } catch (thrown) {
      setNotice({ kind: 'fault', text: codeOf(thrown) === 'holder/node-unreachable' ? words.withdrawOffline : words.faults.other })
    }
  }
  const turn = async ({ isKeptBack, ...asked }: WalletAttestation): Promise<void> => {
    await saveAttestation(isKeptBack === true ? asked : { ...asked, isKeptBack: true }, session.context)
    onChange()
  }
  return (
    <section class="stack">
      <h2>{words.listHeading}</h2>
      <p role="status">{words.progress(have, enough)}{have >= enough && <> <span class="strong">{words.reached}</span></>}</p>
      {notice !== undefined && <Notice kind={notice.kind} isLive><p>{notice.text}</p></Notice>}
      <ul class="stack endorsement-list">
        {people.map((person) => (
          <li key={person.asked.id} class="endorsement stack">
            <h3>{person.asked.who}</h3>
            <Person person={person} session={session} />
            <Acts person={person} onShow={onShow} onRemove={remove} onTurn={turn} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Person({ person: { asked, endorsement }, session }: { readonly person: AskedPerson; readonly session: OpenSession }): VNode {
  if (asked.state === 'answered' && endorsement !== undefined) {
    // Only what a node signed can be compared.
    const isSame = endorsement.address.outcome === 'passed' ? isSameAddress(asked, session) : undefined
    return (
      <>
        <Endorsement endorsement={endorsement} />
        {isSame !== undefined && <p class="quiet small">{isSame ? words.sameAddress : words.otherAddress}</p>}
        <p class="quiet small">{asked.isKeptBack === true ? words.keptBack : words.carried}</p>
      </>
    )
  }
  if (asked.state === 'answered') return <p class="quiet" role="status">{wallet.working}</p>
  return (
    <>
      <p>{words.states[asked.state](formatShortDay(asked.state === 'open' ? asked.expiresAt : asked.createdAt))}</p>
      {asked.remindedAt !== undefined && asked.state === 'open' && <p class="quiet small">{words.reminded(formatShortDay(asked.remindedAt))}</p>}
    </>
  )
}

interface ActsProps {
  readonly person: AskedPerson
  readonly onShow: (asked: WalletAttestation) => void
  readonly onRemove: (asked: WalletAttestation) => Promise<void>
  readonly onTurn: (asked: WalletAttestation) => Promise<void>
}

function Acts({ person: { asked }, onShow, onRemove, onTurn }: ActsProps): VNode {
  const [isBusy, setBusy] = useState(false)
  const act = (what: (asked: WalletAttestation) => Promise<void>): void => {
    setBusy(true)
    void what(asked).finally(() => setBusy(false))
  }
  return (
    <div class="button-row">
      {asked.state === 'open' && <Button icon="mail" onPress={() => onShow(asked)}>{words.remind}</Button>}
      {asked.state === 'answered' && <Button busy={isBusy && wallet.working} onPress={() => act(onTurn)}>{asked.isKeptBack === true ? words.bring : words.keepBack}</Button>}
      <Button kind="danger" busy={isBusy && wallet.working} onPress={() => act(onRemove)}>{asked.state === 'open' ? words.withdraw : asked.state === 'answered' ? words.remove : words.forget}</Button>
    </div>
  )
}

/** Whether the answer came from the address that the person knows; undefined where there is nothing to compare. The statement was verified with the endorsement. */
function isSameAddress({ address, endorsement }: WalletAttestation, { context }: OpenSession): boolean | undefined {
  const text = endorsement === undefined || address === '' ? null : readEndorsement(JSON.parse(endorsement) as Parameters<typeof readEndorsement>[0]).addressStatement
  const said = text === null ? undefined : readAddressStatement(JSON.parse(text) as Parameters<typeof readAddressStatement>[0])
  return said === undefined ? undefined : matchesIdentity(said.identity, address, context.cryptography)
}
