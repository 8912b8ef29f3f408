import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { fetchAnswers, loadAttestations, type WalletAttestation } from 'everlearned/holder'
import type { EndorsementReport } from 'everlearned/verifier'
import { Button } from '../../components/button.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { wallet } from '../../messages/wallet.ts'
import { walletVouch as words } from '../../messages/wallet-vouch.ts'
import { useLoaded } from '../../use-loaded.ts'
import { findVouched, type Vouched } from '../parts/find-vouched.ts'
import { VouchForm } from '../parts/vouch-form.tsx'
import { VouchLink } from '../parts/vouch-link.tsx'
import { VouchList } from '../parts/vouch-list.tsx'
import type { OpenSession } from '../session.ts'
import type { OpenPageProps } from '../wallet-app.tsx'

/** Somebody who was asked, with how their answer came out. */
export interface AskedPerson {
  readonly asked: WalletAttestation
  readonly endorsement: EndorsementReport | undefined
}

/** Who was asked to vouch for one record, what came of it, and how to ask somebody. */
export default function Vouch({ session, id }: OpenPageProps): VNode {
  const vouched = useLoaded(() => findVouched(id, session), [id, session.context])
  if (vouched.value === undefined || vouched.value === null) {
    return <Page title={words.heading} crumbs={[{ href: '/', label: wallet.home }]}><Loaded of={vouched}>{() => <p>{words.missing}</p>}</Loaded></Page>
  }
  return <VouchFor session={session} vouched={vouched.value} />
}

function VouchFor({ session, vouched }: { readonly session: OpenSession; readonly vouched: Vouched }): VNode {
  const [shown, setShown] = useState<WalletAttestation>()
  const [isAsking, setAsking] = useState(false)
  const people = useLoaded(() => loadPeople(vouched, session), [session.context, vouched.id])
  const crumbs = [{ href: '/', label: wallet.home }, { href: vouched.href, label: vouched.name }]
  const isFirst = people.value?.length === 0
  const made = (asked: WalletAttestation): void => {
    setShown(asked)
    setAsking(false)
    people.reload()
  }
  if (shown !== undefined) return <Page key="made" title={words.madeHeading} crumbs={crumbs}><VouchLink asked={shown} session={session} onClose={() => { setShown(undefined); people.reload() }} /></Page>
  if (isAsking || isFirst) {
    return (
      <Page key="ask" title={words.ask} lede={words.lede} crumbs={crumbs}>
        <VouchForm session={session} vouched={vouched} before={people.value?.at(-1)?.asked} onMade={made} />
        {!isFirst && <div><Button onPress={() => setAsking(false)}>{words.done}</Button></div>}
      </Page>
    )
  }
  return (
    <Page key="list" title={words.heading} crumbs={crumbs}>
      <Loaded of={people}>{(list) => <VouchList session={session} people={list} onShow={setShown} onChange={people.reload} />}</Loaded>
      {people.value !== undefined && <div><Button kind="main" class="button-large" icon="people" onPress={() => setAsking(true)}>{words.ask}</Button></div>}
    </Page>
  )
}

/** Asks for the answers whenever the page is opened; what cannot be had now is asked for the next time. */
async function loadPeople(vouched: Vouched, session: OpenSession): Promise<readonly AskedPerson[]> {
  const all = await fetchAnswers(await loadAttestations(session.context, vouched.id), { ...session.context, fetch: fetch.bind(globalThis), now: new Date() })
  const answered = all.filter(({ endorsement }) => endorsement !== undefined)
  const node = answered[0]?.node
  const judged = node === undefined ? [] : await (await import('../judge-endorsements.ts')).judgeEndorsements(vouched.credential, answered.flatMap(({ endorsement }) => endorsement ?? []), { node, session })
  return all.map((asked) => ({ asked, endorsement: asked.endorsement === undefined ? undefined : judged[answered.indexOf(asked)] }))
}
