import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { loadShares, maySend, type WalletRecord, type WalletShare } from 'everlearned/holder'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { wallet } from '../../messages/wallet.ts'
import { walletRecord } from '../../messages/wallet-record.ts'
import { walletShare as words } from '../../messages/wallet-share.ts'
import { useLoaded } from '../../use-loaded.ts'
import GuardianPart from '../parts/guardian-part.tsx'
import { ShareForm } from '../parts/share-form.tsx'
import { ShareLink } from '../parts/share-link.tsx'
import { ShareList } from '../parts/share-list.tsx'
import { useRecord } from '../parts/use-record.ts'
import type { OpenPageProps } from '../wallet-app.tsx'

/** Shares one record: for how long, what the other side sees, the link; and the links that work now. */
export default function Share({ session, id }: OpenPageProps): VNode {
  const loaded = useRecord(session, id)
  if (loaded.value === undefined || loaded.value === null) {
    return <Page title={words.heading} crumbs={[{ href: '/', label: wallet.home }]}><Loaded of={loaded}>{() => <p>{walletRecord.missing}</p>}</Loaded></Page>
  }
  return <ShareRecord session={session} record={loaded.value} onChange={loaded.reload} />
}

function ShareRecord({ session, record, onChange }: { readonly session: OpenPageProps['session']; readonly record: WalletRecord; readonly onChange: () => void }): VNode {
  const [shown, setShown] = useState<WalletShare>()
  const shares = useLoaded(async () => (await loadShares({ ...session.context, now: new Date() })).filter(({ recordId }) => recordId === record.id), [session.context, record.id])
  const crumbs = [{ href: '/', label: wallet.home }, { href: `/record/${record.id}`, label: walletRecord.heading }]
  const made = (share: WalletShare): void => {
    setShown(share)
    shares.reload()
  }
  const ended = (share: WalletShare): void => {
    if (shown?.id === share.id) setShown(undefined)
    shares.reload()
  }
  return (
    <Page title={shown === undefined ? words.heading : words.madeHeading} lede={shown === undefined ? words.lede : undefined} crumbs={crumbs}>
      <GuardianPart session={session} record={record} onChange={onChange} />
      {shown === undefined ? maySend(record, 'link', new Date()) && <ShareForm session={session} record={record} onMade={made} /> : <ShareLink share={shown} onClose={() => setShown(undefined)} />}
      <Loaded of={shares}>{(list) => <ShareList session={session} shares={list} onShow={setShown} onEnded={ended} />}</Loaded>
    </Page>
  )
}
