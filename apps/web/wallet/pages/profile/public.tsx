import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { mayPublish, type WalletProfile } from 'everlearned/holder'
import { Loaded } from '../../../components/loaded.tsx'
import { Notice } from '../../../components/notice.tsx'
import { Page } from '../../../components/page.tsx'
import { wallet } from '../../../messages/wallet.ts'
import { walletProfile } from '../../../messages/wallet-profile.ts'
import { findPublicLines } from '../../find-public-lines.ts'
import { PageForm } from '../../parts/page-form.tsx'
import { PageUp } from '../../parts/page-up.tsx'
import { type Held, useProfile } from '../../parts/use-profile.ts'
import { useLoaded } from '../../../use-loaded.ts'
import type { OpenSession } from '../../session.ts'
import type { OpenPageProps } from '../../wallet-app.tsx'

const words = walletProfile.page

/** The public page of a profile: what that means, what would stand there, and, once it stands, how it is changed and taken down. */
export default function PublicPage({ session, id }: OpenPageProps): VNode {
  const loaded = useProfile(session, id)
  const { value } = loaded
  if (value?.profile === undefined || value.profile === null) return <Page title={words.heading} crumbs={[{ href: '/', label: wallet.home }]}><Loaded of={loaded}>{() => <p>{walletProfile.missing}</p>}</Loaded></Page>
  return <Publishing key={value.profile.changedAt} session={session} first={value.profile} held={value.held} />
}

function Publishing({ session, first, held }: { readonly session: OpenSession; readonly first: WalletProfile; readonly held: Held }): VNode {
  const [profile, setProfile] = useState(first)
  const [isDown, setDown] = useState(false)
  const [isAgain, setAgain] = useState(false)
  const found = useLoaded(() => findPublicLines(profile, held, session.context), [profile, held])
  const { page } = profile
  const isUp = page !== undefined && new Date(page.expiresAt) > new Date()
  const isAllowed = mayPublish(held.records, new Date())
  const published = (next: WalletProfile): void => {
    setProfile(next)
    setAgain(false)
    setDown(false)
  }
  const crumbs = [{ href: '/', label: wallet.home }, { href: '/profiles', label: walletProfile.heading }, { href: `/profile/${profile.id}`, label: profile.title }]
  return (
    <Page key={isUp ? 'up' : 'down'} title={isUp ? words.upHeading : words.heading} lede={isUp ? undefined : words.lede} crumbs={crumbs}>
      {isDown && <Notice isLive><p>{words.downDone}</p></Notice>}
      {!isAllowed && <Notice kind="care"><p>{words.guardian}</p></Notice>}
      {isUp && <PageUp session={session} profile={profile} page={page} held={held} mayRenew={isAllowed && !isAgain} onAgain={() => setAgain(true)} onDown={(next) => { setProfile(next); setDown(true); setAgain(false) }} />}
      {isAllowed && (!isUp || isAgain) && <Loaded of={found}>{(lines) => <PageForm session={session} profile={profile} lines={lines} held={held} onPublished={published} />}</Loaded>}
    </Page>
  )
}
