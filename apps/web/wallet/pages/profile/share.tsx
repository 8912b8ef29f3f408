import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { loadShares, makeShare, noteLink, noteOfLine, type ProfileLine, type ProfileLines, type WalletProfile, type WalletShare } from 'everlearned/holder'
import { Button } from '../../../components/button.tsx'
import { RadioField, TextField } from '../../../components/field.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { Notice } from '../../../components/notice.tsx'
import { Page } from '../../../components/page.tsx'
import { downloadFile, fileNameOf } from '../../../download-file.ts'
import { formatMoment } from '../../../locale.ts'
import { wallet } from '../../../messages/wallet.ts'
import { walletProfile } from '../../../messages/wallet-profile.ts'
import { walletShare } from '../../../messages/wallet-share.ts'
import { useLoaded } from '../../../use-loaded.ts'
import { findHomeNode } from '../../home-node.ts'
import { codeOf } from '../../parts/code-of.ts'
import { profileShares } from '../../parts/profile-shares.ts'
import { ProfilePreview } from '../../parts/profile-preview.tsx'
import { ShareLink } from '../../parts/share-link.tsx'
import { ShareList } from '../../parts/share-list.tsx'
import { type Held, useProfile } from '../../parts/use-profile.ts'
import type { OpenSession } from '../../session.ts'
import type { OpenPageProps } from '../../wallet-app.tsx'
import { AbsentNotice } from './view.tsx'

const words = walletProfile.share
const days = { day: 1, week: 7, month: 30 } as const
type Lifetime = keyof typeof days

/** Shares a profile: for whom, for how long, what they see, one link; and the links that work now. */
export default function ShareProfile({ session, id }: OpenPageProps): VNode {
  const loaded = useProfile(session, id)
  const { value } = loaded
  if (value?.profile === undefined || value.profile === null) return <Page title={words.heading} crumbs={[{ href: '/', label: wallet.home }]}><Loaded of={loaded}>{() => <p>{walletProfile.missing}</p>}</Loaded></Page>
  return <Sharing session={session} profile={value.profile} held={value.held} />
}

function Sharing({ session, profile, held }: { readonly session: OpenSession; readonly profile: WalletProfile; readonly held: Held }): VNode {
  const [shown, setShown] = useState<WalletShare>()
  const { context } = session
  const found = useLoaded(async () => (await import('../../heavy.ts')).findProfileLines(profile, { ...held, reader: 'link' }, { ...context, now: new Date() }), [profile, held])
  const shares = useLoaded(async () => (await loadShares({ ...context, now: new Date() })).filter(({ recordId }) => recordId === profileShares(profile.id)), [context, profile.id])
  const made = (share: WalletShare): void => {
    setShown(share)
    shares.reload()
  }
  const ended = (share: WalletShare): void => {
    if (shown?.id === share.id) setShown(undefined)
    shares.reload()
  }
  const crumbs = [{ href: '/', label: wallet.home }, { href: '/profiles', label: walletProfile.heading }, { href: `/profile/${profile.id}`, label: profile.title }]
  return (
    <Page title={shown === undefined ? words.heading : walletShare.madeHeading} lede={shown === undefined ? words.lede : undefined} crumbs={crumbs}>
      {shown === undefined
        ? <Loaded of={found}>{(lines) => <><AbsentNotice lines={lines} held={held} /><Form session={session} profile={profile} lines={lines} onMade={made} /></>}</Loaded>
        : <ShareLink share={shown} onClose={() => setShown(undefined)} />}
      <Loaded of={shares}>{(list) => <ShareList session={session} shares={list} onShow={setShown} onEnded={ended} />}</Loaded>
    </Page>
  )
}

interface FormProps {
  readonly session: OpenSession
  readonly profile: WalletProfile
  readonly lines: ProfileLines
  readonly onMade: (share: WalletShare) => void
}

function Form({ session, profile, lines: { lines }, onMade }: FormProps): VNode {
  const [lifetime, setLifetime] = useState<Lifetime>('week')
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState<'link' | 'file'>()
  const [fault, setFault] = useState<string>()
  const act = async (what: 'link' | 'file'): Promise<void> => {
    if (busy !== undefined) return
    if (lines.length === 0) return setFault(walletProfile.edit.nothing)
    setBusy(what)
    setFault(undefined)
    try {
      const { carryEndorsements, makeProfileBundle } = await import('../../heavy.ts')
      const context = { ...session.context, fetch: fetch.bind(globalThis), now: new Date() }
      const bundle = await carryEndorsements(await makeProfileBundle(profile, lines, context), context)
      if (what === 'file') return downloadFile(`${fileNameOf(profile.title)}.bundle.json`, bundle, 'application/vnd.everlearned.bundle+json')
      const node = nodeOf(lines) ?? await findHomeNode() ?? location.origin
      const share = await makeShare({ recordId: profileShares(profile.id), bundle, node, expiresAt: endOf(lifetime), note }, context)
      await noteLink(share, lines.map(noteOfLine), context)
      onMade(share)
    } catch (thrown) {
      setFault(explain(codeOf(thrown)))
    } finally {
      setBusy(undefined)
    }
  }
  const mayFile = lines.every((line) => line.kind === 'entry' || line.record.guardian === undefined)
  return (
    <form class="stack stack-loose" onSubmit={(event) => { event.preventDefault(); void act('link') }} noValidate>
      <RadioField label={walletShare.until} name="lifetime" value={lifetime} onValue={setLifetime}
        choices={(['day', 'week', 'month'] as const).map((value) => ({ value, label: walletShare[value], hint: walletShare.ends(formatMoment(endOf(value).toISOString())) }))} />
      <TextField label={walletShare.note} hint={walletShare.noteHint} isOptional value={note} onValue={setNote} max={200} />
      <section class="stack">
        <h2 class="section-heading">{walletShare.previewHeading}</h2>
        {(profile.name !== '' || profile.headline !== '') && <p class="quiet">{words.cover}</p>}
        <ProfilePreview session={session} profile={profile} lines={lines} />
        {lines.length > 1 && <Notice title={walletShare.linkedHeading}><p>{walletShare.linked}</p></Notice>}
      </section>
      {fault !== undefined && <Notice kind="fault"><p>{fault}</p></Notice>}
      <div class="stack">
        <Button type="submit" kind="main" icon="share" class="button-wide button-large" busy={busy === 'link' && wallet.working}>{walletShare.make}</Button>
        {mayFile && <Button icon="file" class="button-wide" busy={busy === 'file' && wallet.working} onPress={() => void act('file')}>{walletShare.file}</Button>}
        {mayFile && <p class="quiet small">{walletShare.fileHelp}</p>}
      </div>
    </form>
  )
}

const endOf = (lifetime: Lifetime): Date => new Date(Date.now() + days[lifetime] * 86_400_000)

/** The node of the first record: it knows its issuer best. */
const nodeOf = (lines: readonly ProfileLine[]): string | undefined => lines.flatMap((line) => (line.kind === 'record' ? [line.record.origin] : []))[0]

function explain(code: string): string {
  if (code === 'holder/share-too-large' || code === 'share/too-large') return walletShare.faults.tooLarge
  return code === 'holder/node-unreachable' ? walletShare.faults.offlineWithheld : walletShare.faults.other
}
