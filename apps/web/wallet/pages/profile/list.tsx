import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { loadProfiles, loadShares, type WalletProfile, type WalletShare } from 'everlearned/holder'
import { ButtonLink } from '../../../components/button.tsx'
import { Empty } from '../../../components/empty.tsx'
import { Icon } from '../../../components/icon.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { Notice } from '../../../components/notice.tsx'
import { Page } from '../../../components/page.tsx'
import { formatDay } from '../../../locale.ts'
import { wallet } from '../../../messages/wallet.ts'
import { walletProfile as words } from '../../../messages/wallet-profile.ts'
import { walletShare } from '../../../messages/wallet-share.ts'
import { useLoaded } from '../../../use-loaded.ts'
import { isOrphan } from '../../parts/profile-shares.ts'
import { ShareLink } from '../../parts/share-link.tsx'
import { ShareList } from '../../parts/share-list.tsx'
import { UndoNotice } from '../../parts/undo-removal.tsx'
import { contentVersion } from '../../session.ts'
import type { OpenPageProps } from '../../wallet-app.tsx'

/** The sides that somebody shows of themselves. */
export default function Profiles({ session }: OpenPageProps): VNode {
  const { context } = session
  const [shown, setShown] = useState<WalletShare>()
  const loaded = useLoaded(async () => {
    const [kept, shares] = await Promise.all([loadProfiles(context), loadShares({ ...context, now: new Date() })])
    return { ...kept, orphans: shares.filter(({ recordId }) => isOrphan(recordId, kept.profiles)) }
  }, [context, contentVersion.value])
  if (shown !== undefined) return <Page key="link" title={walletShare.madeHeading} crumbs={[{ href: '/', label: wallet.home }]}><ShareLink share={shown} onClose={() => setShown(undefined)} /></Page>
  return (
    <Page title={words.heading} lede={words.lede} crumbs={[{ href: '/', label: wallet.home }]} actions={<ButtonLink href="/profile/new" kind="main" icon="plus">{words.make}</ButtonLink>}>
      <UndoNotice context={context} onUndone={loaded.reload} />
      <Loaded of={loaded}>
        {({ profiles, broken, orphans }) => (
          <>
            {broken.length > 0 && <Notice kind="fault"><p>{broken.length === 1 ? wallet.list.brokenOne : wallet.list.brokenMany(broken.length)}</p></Notice>}
            {profiles.length === 0
              ? <Empty title={words.emptyTitle}><p>{words.empty}</p></Empty>
              : <ul class="cards" aria-label={words.heading}>{profiles.map((profile) => <li key={profile.id}><ProfileLink profile={profile} /></li>)}</ul>}
            <ShareList session={session} shares={orphans} onShow={setShown} onEnded={loaded.reload} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function ProfileLink({ profile: { id, title, name, items, page } }: { readonly profile: WalletProfile }): VNode {
  const isUp = page !== undefined && new Date(page.expiresAt) > new Date()
  return (
    <a class="card card-link" href={`/profile/${id}`}>
      <h2><bdi>{title}</bdi></h2>
      <p>{name === '' ? words.noName : words.as(name)} · {words.count(items.length)}</p>
      {isUp && <p class="small"><Icon name="people" /> {words.public(formatDay(page.expiresAt))}</p>}
    </a>
  )
}
