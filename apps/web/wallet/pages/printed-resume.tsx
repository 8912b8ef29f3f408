import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { describeCredential, isDraft, type LifeEntry, loadLifeEntries, loadProfile, loadRecords, loadShares, maySend, partsShownIn, type WalletProfile, type WalletRecord, type WalletShare } from 'everlearned/holder'
import { Button } from '../../components/button.tsx'
import { CheckField, RadioField, TextArea, TextField } from '../../components/field.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page } from '../../components/page.tsx'
import { downloadFile, fileNameOf } from '../../download-file.ts'
import { formatDay } from '../../locale.ts'
import { printedResume as words } from '../../messages/printed-resume.ts'
import { wallet } from '../../messages/wallet.ts'
import { walletRecord } from '../../messages/wallet-record.ts'
import { walletShare } from '../../messages/wallet-share.ts'
import { useLoaded } from '../../use-loaded.ts'
import { findHomeNode } from '../home-node.ts'
import type { MadeResume } from '../make-resume.ts'
import { codeOf } from '../parts/code-of.ts'
import { ResumePaper } from '../parts/resume-paper.tsx'
import { LinkLine, ShareLink } from '../parts/share-link.tsx'
import { ShareList } from '../parts/share-list.tsx'
import type { OpenPageProps } from '../wallet-app.tsx'
import './printed-resume.css'

const days = { month: 30, quarter: 90 } as const
type Lifetime = keyof typeof days

interface Held {
  readonly records: readonly WalletRecord[]
  readonly entries: readonly LifeEntry[]
  /** How many entries are private as a whole. */
  readonly hidden: number
  /** For whom it is, where it is made of a profile: only what stands in that is offered. */
  readonly profile: WalletProfile | undefined
}

/** A résumé for people who install nothing: what stands in it, then the paper. */
export default function PrintedResume({ session }: OpenPageProps): VNode {
  const { query: { profile: profileId } } = useLocation()
  const [shown, setShown] = useState<WalletShare>()
  const [made, setMade] = useState<MadeResume & { readonly contact: string }>()
  const loaded = useLoaded(async (): Promise<Held> => {
    const [{ records }, { entries }] = await Promise.all([loadRecords(session.context), loadLifeEntries(session.context)])
    const profile = profileId === undefined ? undefined : await loadProfile(profileId, session.context)
    const isIn = (kind: 'record' | 'entry') => ({ id }: { readonly id: string }): boolean => profile === undefined || profile.items.some((item) => item.kind === kind && item.id === id)
    const confirmed = entries.filter((entry) => !isDraft(entry)).filter(isIn('entry'))
    const shown = confirmed.filter((entry) => partsShownIn(profile, entry).length > 0)
    return { records: records.filter((record) => maySend(record, 'paper', new Date())).filter(isIn('record')), entries: shown, hidden: confirmed.length - shown.length, profile }
  }, [session.context, profileId])
  const shares = useLoaded(async () => (await loadShares({ ...session.context, now: new Date() })).filter(({ recordId }) => recordId === 'resume'), [session.context, made])
  if (shown !== undefined) return <Page title={words.heading}><ShareLink share={shown} onClose={() => setShown(undefined)} /></Page>
  if (made !== undefined) return <Page title={words.heading}><Ready made={made} onChange={() => setMade(undefined)} /></Page>
  return (
    <Page title={words.heading} lede={words.lede} crumbs={[{ href: '/', label: wallet.home }]}>
      <Loaded of={loaded}>{(held) => (held.records.length + held.entries.length === 0 ? <p>{words.nothingYet}</p> : <Choice session={session} held={held} onMade={setMade} />)}</Loaded>
      <Loaded of={shares}>{(list) => <ShareList session={session} shares={list} onShow={setShown} onEnded={shares.reload} />}</Loaded>
    </Page>
  )
}

function Choice({ session, held, onMade }: { readonly session: OpenPageProps['session']; readonly held: Held; readonly onMade: (made: MadeResume & { readonly contact: string }) => void }): VNode {
  const [left, setLeft] = useState<readonly string[]>([])
  const [name, setName] = useState(held.profile?.name ?? '')
  const [purpose, setPurpose] = useState('')
  const [contact, setContact] = useState('')
  const [lifetime, setLifetime] = useState<Lifetime>('month')
  const [fault, setFault] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const isIn = ({ id }: { readonly id: string }): boolean => !left.includes(id)
  const choose = (id: string) => (isChecked: boolean): void => setLeft(isChecked ? left.filter((other) => other !== id) : [...left, id])
  const make = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (isBusy) return
    const [records, entries] = [held.records.filter(isIn), held.entries.filter(isIn)]
    if (records.length + entries.length === 0) return setFault(words.nothing)
    setBusy(true)
    setFault(undefined)
    try {
      const node = records[0]?.origin ?? await findHomeNode()
      if (node === undefined) return setFault(words.faults.offline)
      const { makeResume } = await import('../make-resume.ts')
      const context = { ...session.context, fetch: fetch.bind(globalThis), now: new Date() }
      onMade({ ...await makeResume({ name: name.trim(), purpose: purpose.trim(), records, entries, node, profile: held.profile, expiresAt: endOf(lifetime) }, context), contact: contact.trim() })
    } catch (thrown) {
      setFault(explain(codeOf(thrown)))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form class="stack stack-loose" onSubmit={(event) => void make(event)} noValidate>
      <TextField label={words.name} isOptional value={name} onValue={setName} max={80} />
      <TextArea label={words.contact} hint={words.contactHint} isOptional value={contact} onValue={setContact} rows={2} max={300} />
      {held.records.length > 0 && (
        <fieldset class="field stack stack-tight">
          <legend>{words.records}</legend>
          {held.records.map((record) => { const { name: title, issuer } = describeCredential(record.credential); return <CheckField key={record.id} label={title ?? walletRecord.unnamed} hint={issuer.name === undefined ? undefined : words.from(issuer.name)} isChecked={isIn(record)} onChange={choose(record.id)} /> })}
        </fieldset>
      )}
      {held.entries.length > 0 && (
        <fieldset class="field stack stack-tight">
          <legend>{words.entries}</legend>
          {held.entries.map((entry) => <CheckField key={entry.id} label={entry.facts.what} hint={hintOf(entry, held.profile)} isChecked={isIn(entry)} onChange={choose(entry.id)} />)}
        </fieldset>
      )}
      {held.hidden > 0 && <p class="quiet">{words.hidden(held.hidden)}</p>}
      <TextField label={walletShare.note} hint={walletShare.noteHint} isOptional value={purpose} onValue={setPurpose} max={200} />
      <RadioField label={words.until} name="lifetime" value={lifetime} onValue={setLifetime} choices={(['month', 'quarter'] as const).map((value) => ({ value, label: words.untilChoices[value], hint: words.until90(formatDay(endOf(value).toISOString())) }))} />
      <p>{words.shows}</p>
      {fault !== undefined && <Notice kind="fault" isLive><p>{fault}</p></Notice>}
      <Button type="submit" kind="main" icon="file" class="button-wide button-large" busy={isBusy && wallet.working}>{words.make}</Button>
    </form>
  )
}

/** Where it was; or that something of it is private and stays out. */
function hintOf(entry: LifeEntry, profile: WalletProfile | undefined): string | undefined {
  const parts = partsShownIn(profile, entry)
  if (entry.sensitive.some((part) => !parts.includes(part))) return words.private
  return parts.includes('where') ? entry.facts.where : undefined
}

function Ready({ made, onChange }: { readonly made: MadeResume & { readonly contact: string }; readonly onChange: () => void }): VNode {
  const { document, losses } = made.lerRs
  return (
    <div class="stack stack-loose">
      <div class="stack no-print">
        <Notice isLive title={words.ready} />
        <Button kind="main" icon="print" class="button-wide button-large" onPress={() => print()}>{words.print}</Button>
        <LinkLine link={made.link} />
        <details class="more">
          <summary>{words.more}</summary>
          <div class="stack">
            <div class="stack stack-tight">
              <div><Button icon="file" onPress={() => downloadFile(`${fileNameOf(made.name)}.bundle.json`, made.bundle, 'application/vnd.everlearned.bundle+json')}>{words.bundle}</Button></div>
              <p class="quiet small">{words.bundleHint}</p>
            </div>
            <div class="stack stack-tight">
              <div><Button icon="download" onPress={() => downloadFile(`${fileNameOf(made.name)}.ler-rs.json`, `${JSON.stringify(document, null, 2)}\n`, 'application/json')}>{words.lerRs}</Button></div>
              <p class="quiet small">{words.lerRsHint}</p>
            </div>
            {losses.length > 0 && (
              <details class="more">
                <summary>{words.lost(losses.length)}</summary>
                <ul>{losses.map(({ from, value }) => <li key={from}><span class="code">{from}</span> <bdi>{value}</bdi></li>)}</ul>
              </details>
            )}
          </div>
        </details>
        <div><Button onPress={onChange}>{words.again}</Button></div>
      </div>
      <ResumePaper made={made} contact={made.contact} />
    </div>
  )
}

const endOf = (lifetime: Lifetime): Date => new Date(Date.now() + days[lifetime] * 86_400_000)

function explain(code: string): string {
  if (code === 'holder/share-too-large' || code === 'share/too-large') return words.faults.tooLarge
  return code === 'holder/node-unreachable' ? words.faults.offline : words.faults.other
}
