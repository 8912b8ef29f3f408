import type { VNode } from 'preact'
import { useLocation } from 'preact-iso'
import { describeCredential, duplicateProfile, type ProfileLines, removeProfile, type WalletProfile } from 'everlearned/holder'
import { Button, ButtonLink } from '../../../components/button.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { Notice } from '../../../components/notice.tsx'
import { Page } from '../../../components/page.tsx'
import { wallet } from '../../../messages/wallet.ts'
import { walletProfile } from '../../../messages/wallet-profile.ts'
import { walletRecord } from '../../../messages/wallet-record.ts'
import { useLoaded } from '../../../use-loaded.ts'
import { ProfilePreview } from '../../parts/profile-preview.tsx'
import { type Held, useProfile } from '../../parts/use-profile.ts'
import { removedEntry } from '../../removed-entry.ts'
import type { OpenSession } from '../../session.ts'
import type { OpenPageProps } from '../../wallet-app.tsx'

const words = walletProfile.view

/** One profile: what these people see, and what can be done with it. */
export default function Profile({ session, id }: OpenPageProps): VNode {
  const loaded = useProfile(session, id)
  const { value } = loaded
  const crumbs = [{ href: '/', label: wallet.home }, { href: '/profiles', label: walletProfile.heading }]
  if (value?.profile === undefined || value.profile === null) return <Page title={walletProfile.heading} crumbs={crumbs}><Loaded of={loaded}>{() => <p>{walletProfile.missing}</p>}</Loaded></Page>
  return <Page title={value.profile.title} crumbs={crumbs}><View session={session} profile={value.profile} held={value.held} /></Page>
}

function View({ session: { context, ...session }, profile, held }: { readonly session: OpenSession; readonly profile: WalletProfile; readonly held: Held }): VNode {
  const { route } = useLocation()
  const { id, title, page } = profile
  const isUp = page !== undefined && new Date(page.expiresAt) > new Date()
  const found = useLoaded(async () => (await import('../../heavy.ts')).findProfileLines(profile, { ...held, reader: 'link' }, { ...context, now: new Date() }), [profile, held])
  const duplicate = async (): Promise<void> => {
    const { id: other } = await duplicateProfile(profile, words.copyOf(title), { ...context, now: new Date() })
    route(`/profile/${other}/edit`)
  }
  const remove = async (): Promise<void> => {
    removedEntry.value = { name: title, content: await removeProfile(profile, { ...context, now: new Date() }) }
    route('/profiles')
  }
  return (
    <>
      <div class="buttons">
        <ButtonLink href={`/profile/${id}/share`} kind="main" icon="share" class="button-large">{words.share}</ButtonLink>
        <ButtonLink href={`/profile/${id}/edit`} class="button-large">{words.change}</ButtonLink>
        <ButtonLink href={`/profile/${id}/public`} icon="people">{words.publish}</ButtonLink>
        <ButtonLink href={`/resume?profile=${id}`} icon="file">{words.resume}</ButtonLink>
      </div>
      <section class="stack">
        <h2 class="hidden-text">{words.seen}</h2>
        <p class="quiet">{words.seen}</p>
        <Loaded of={found}>
          {(lines) => (
            <>
              <AbsentNotice lines={lines} held={held} />
              <ProfilePreview session={{ context, ...session }} profile={profile} lines={lines.lines} />
            </>
          )}
        </Loaded>
      </section>
      <div class="buttons">
        <Button icon="copy" onPress={() => void duplicate()}>{words.duplicate}</Button>
        {!isUp && <Button kind="danger" describedBy="remove-hint" onPress={() => void remove()}>{words.remove}</Button>}
      </div>
      <p class="quiet small" id="remove-hint">{isUp ? words.removeFirst : words.removeHint}</p>
    </>
  )
}

/** What is in the profile and does not go out now, with the reason. */
export function AbsentNotice({ lines: { absent }, held }: { readonly lines: ProfileLines; readonly held: Held }): VNode | null {
  if (absent.length === 0) return null
  return (
    <Notice kind="care" title={words.heldBack(absent.length)}>
      <ul>{absent.map(({ item, reason }) => <li key={`${item.kind}/${item.id}`}><bdi>{nameOfItem(item, held)}</bdi>: {words.reasons[reason]}</li>)}</ul>
    </Notice>
  )
}

/** What a line of a profile is called, as long as it is in the wallet. */
export function nameOfItem({ kind, id }: { readonly kind: 'record' | 'entry'; readonly id: string }, { records, entries }: Held): string {
  const record = kind === 'record' ? records.find((each) => each.id === id) : undefined
  return (record === undefined ? entries.find((each) => each.id === id)?.facts.what : describeCredential(record.credential).name) ?? walletRecord.unnamed
}
