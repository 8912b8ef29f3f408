import type { VNode } from 'preact'
import { loadProfiles, type WalletProfile } from 'everlearned/holder'
import { ButtonLink } from '../../../components/button.tsx'
import { Empty } from '../../../components/empty.tsx'
import { Icon } from '../../../components/icon.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { Notice } from '../../../components/notice.tsx'
import { Page } from '../../../components/page.tsx'
import { formatDay } from '../../../locale.ts'
import { wallet } from '../../../messages/wallet.ts'
import { walletProfile as words } from '../../../messages/wallet-profile.ts'
import { useLoaded } from '../../../use-loaded.ts'
import { UndoNotice } from '../../parts/undo-removal.tsx'
import { contentVersion } from '../../session.ts'
import type { OpenPageProps } from '../../wallet-app.tsx'

/** The sides that somebody shows of themselves. */
export default function Profiles({ session: { context } }: OpenPageProps): VNode {
  const loaded = useLoaded(() => loadProfiles(context), [context, contentVersion.value])
  return (
    <Page title={words.heading} lede={words.lede} crumbs={[{ href: '/', label: wallet.home }]} actions={<ButtonLink href="/profile/new" kind="main" icon="plus">{words.make}</ButtonLink>}>
      <UndoNotice context={context} onUndone={loaded.reload} />
      <Loaded of={loaded}>
        {({ profiles, broken }) => (
          <>
            {broken.length > 0 && <Notice kind="fault"><p>{broken.length === 1 ? wallet.list.brokenOne : wallet.list.brokenMany(broken.length)}</p></Notice>}
            {profiles.length === 0
              ? <Empty title={words.emptyTitle}><p>{words.empty}</p></Empty>
              : <ul class="cards" aria-label={words.heading}>{profiles.map((profile) => <li key={profile.id}><ProfileLink profile={profile} /></li>)}</ul>}
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
