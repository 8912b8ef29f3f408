import type { VNode } from 'preact'
import { useLocation } from 'preact-iso'
import { changeProfile, createProfile, type ProfileDraft } from 'everlearned/holder'
import { Loaded } from '../../../components/loaded.tsx'
import { Page } from '../../../components/page.tsx'
import { language } from '../../../messages/words.ts'
import { wallet } from '../../../messages/wallet.ts'
import { walletProfile as words } from '../../../messages/wallet-profile.ts'
import { ProfileForm } from '../../parts/profile-form.tsx'
import { useProfile } from '../../parts/use-profile.ts'
import type { OpenPageProps } from '../../wallet-app.tsx'

/** Makes a profile, or changes one. */
export default function EditProfile({ session, id }: OpenPageProps): VNode {
  const { route } = useLocation()
  const loaded = useProfile(session, id)
  const crumbs = [{ href: '/', label: wallet.home }, { href: '/profiles', label: words.heading }]
  return (
    <Page title={id === '' ? words.edit.newHeading : words.edit.heading} crumbs={crumbs}>
      <Loaded of={loaded}>
        {({ profile, held }) => {
          if (profile === null && id !== '') return <p>{words.missing}</p>
          const keep = async (draft: ProfileDraft): Promise<void> => {
            const context = { ...session.context, now: new Date() }
            const kept = profile === null ? await createProfile(draft, context) : await changeProfile(profile, draft, context)
            route(`/profile/${kept.id}`, profile === null)
          }
          return <ProfileForm session={session} held={held} first={profile ?? { title: '', name: '', headline: '', language: language(), items: [] }} onKeep={keep} />
        }}
      </Loaded>
    </Page>
  )
}
