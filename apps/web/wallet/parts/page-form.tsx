import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { type ProfilePage, type WalletProfile } from 'everlearned/holder'
import { Button } from '../../components/button.tsx'
import { CheckField, RadioField } from '../../components/field.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatDay, formatList } from '../../locale.ts'
import { wallet } from '../../messages/wallet.ts'
import { walletProfile } from '../../messages/wallet-profile.ts'
import type { PublicLines } from '../find-public-lines.ts'
import { findHomeNode } from '../home-node.ts'
import { nameOfItem } from '../pages/profile/view.tsx'
import type { OpenSession } from '../session.ts'
import { codeOf } from './code-of.ts'
import { ProfilePreview } from './profile-preview.tsx'
import type { Held } from './use-profile.ts'

const words = walletProfile.page
const days = { quarter: 91, half: 182, year: 365 } as const
type Lifetime = keyof typeof days

interface PageFormProps {
  readonly session: OpenSession
  readonly profile: WalletProfile
  readonly lines: PublicLines
  readonly held: Held
  readonly onPublished: (profile: WalletProfile) => void
}

/** Says what public means, shows what would stand there, and publishes once its person has said yes to exactly that. */
export function PageForm({ session, profile, lines: { lines, out, names }, held, onPublished }: PageFormProps): VNode {
  const [lifetime, setLifetime] = useState<Lifetime>('half')
  const [isListed, setListed] = useState(profile.page?.isListed ?? false)
  const [isAgreed, setAgreed] = useState(false)
  const [isTried, setTried] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState<string>()
  const publish = async (event: Event): Promise<void> => {
    event.preventDefault()
    setTried(true)
    if (isBusy || !isAgreed || lines.length === 0) return
    setBusy(true)
    setFault(undefined)
    try {
      const node = nodeOf(profile.page) ?? await findHomeNode()
      if (node === undefined) return setFault(words.faults.offline)
      const { publishProfile } = await import('../heavy.ts')
      onPublished(await publishProfile(profile, lines, { ...session.context, fetch: fetch.bind(globalThis), now: new Date(), wish: { node, isListed, expiresAt: endOf(lifetime) } }))
    } catch (thrown) {
      setFault(explain(thrown))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form class="stack stack-loose" onSubmit={(event) => void publish(event)} noValidate>
      <section class="stack">
        <h2>{words.whatHeading}</h2>
        <ul>{Array.from(words.what).map((text) => <li key={text}>{text}</li>)}</ul>
      </section>
      {out.length > 0 && (
        <Notice kind="care" title={words.stays(out.length)}>
          <ul>{out.map(({ item, reasons }) => <li key={`${item.kind}/${item.id}`}><bdi>{nameOfItem(item, held)}</bdi>: {formatList(reasons.map((reason) => words.reasons[reason]))}</li>)}</ul>
        </Notice>
      )}
      {names.length > 0 && <Notice kind="care"><p>{words.names(formatList(names))}</p></Notice>}
      {lines.length === 0 ? <Notice kind="fault"><p>{words.nothing}</p></Notice> : (
        <>
          <section class="stack">
            <h2>{words.goes(lines.length)}</h2>
            <ProfilePreview session={session} profile={profile} lines={lines} />
            <p class="quiet small">{words.noWords}</p>
          </section>
          <RadioField label={words.until} name="lifetime" value={lifetime} onValue={setLifetime} choices={(['quarter', 'half', 'year'] as const).map((value) => ({ value, label: words.untilChoices[value], hint: words.ends(formatDay(endOf(value).toISOString())) }))} />
          <CheckField label={words.listed} hint={words.listedHint} isChecked={isListed} onChange={setListed} />
          <CheckField label={words.agree} isChecked={isAgreed} onChange={setAgreed} />
          {isTried && !isAgreed && <Notice kind="fault"><p>{words.agreeMissing}</p></Notice>}
          {fault !== undefined && <Notice kind="fault"><p>{fault}</p></Notice>}
          <Button type="submit" kind="main" icon="people" class="button-wide button-large" busy={isBusy && wallet.working}>{profile.page === undefined ? words.make : words.again}</Button>
        </>
      )}
    </form>
  )
}

const endOf = (lifetime: Lifetime): Date => new Date(Date.now() + days[lifetime] * 86_400_000)

/** A page that stands is changed where it stands. */
const nodeOf = (page: ProfilePage | undefined): string | undefined => (page !== undefined && new Date(page.expiresAt) > new Date() ? page.node : undefined)

function explain(thrown: unknown): string {
  const refused = typeof thrown === 'object' && thrown !== null && 'problemCode' in thrown ? thrown.problemCode : undefined
  const code = codeOf(thrown)
  if (code === 'holder/page-refused') return words.wordsAddress
  if (code === 'holder/page-too-large' || refused === 'public-page/too-large') return words.faults.tooLarge
  if (code === 'holder/node-unreachable') return words.faults.offline
  if (refused === 'public-page/minor') return words.faults.minor
  return refused === 'public-page/private' ? words.faults.private : words.faults.other
}
