import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { factsShown, filledParts, isDraft, type LifeEntry, type LifePart, loadShares, makeShare, noteLink, partsToShare, type WalletShare } from 'everlearned/holder'
import { Button } from '../../../components/button.tsx'
import { CheckField, RadioField, TextField } from '../../../components/field.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { Notice } from '../../../components/notice.tsx'
import { Page } from '../../../components/page.tsx'
import { downloadFile, fileNameOf } from '../../../download-file.ts'
import { formatList, formatMoment, formatNumber } from '../../../locale.ts'
import { wallet } from '../../../messages/wallet.ts'
import { walletLife } from '../../../messages/wallet-life.ts'
import { walletShare } from '../../../messages/wallet-share.ts'
import { useLoaded } from '../../../use-loaded.ts'
import { findHomeNode } from '../../home-node.ts'
import { codeOf } from '../../parts/code-of.ts'
import { LearnedItems } from '../../parts/learned-items.tsx'
import { LifeCard } from '../../parts/life-card.tsx'
import { ShareLink } from '../../parts/share-link.tsx'
import { ShareList } from '../../parts/share-list.tsx'
import { useEntry } from '../../parts/use-entry.ts'
import type { OpenSession } from '../../session.ts'
import type { OpenPageProps } from '../../wallet-app.tsx'

const words = walletLife.share
const days = { day: 1, week: 7, month: 30 } as const
type Lifetime = keyof typeof days

/** Shows one entry to somebody: which parts, for how long, the link; and the links that work now. */
export default function ShareEntry({ session, id }: OpenPageProps): VNode {
  const loaded = useEntry(session, id)
  const entry = loaded.value
  if (entry === undefined || entry === null || isDraft(entry)) {
    return <Page title={words.heading} crumbs={[{ href: '/', label: wallet.home }]}><Loaded of={loaded}>{() => <p>{entry === null ? walletLife.entry.missing : walletLife.entry.draft}</p>}</Loaded></Page>
  }
  return <Sharing session={session} entry={entry} />
}

function Sharing({ session, entry }: { readonly session: OpenSession, readonly entry: LifeEntry }): VNode {
  const [shown, setShown] = useState<WalletShare>()
  const [isWanted, setWanted] = useState(!entry.sensitive.includes('what'))
  const shares = useLoaded(async () => (await loadShares({ ...session.context, now: new Date() })).filter(({ recordId }) => recordId === entry.id), [session.context, entry.id])
  const made = (share: WalletShare): void => {
    setShown(share)
    shares.reload()
  }
  const ended = (share: WalletShare): void => {
    if (shown?.id === share.id) setShown(undefined)
    shares.reload()
  }
  const crumbs = [{ href: '/', label: wallet.home }, { href: `/life/${entry.id}`, label: walletLife.entry.heading }]
  return (
    <Page title={shown === undefined ? words.heading : walletShare.madeHeading} lede={shown === undefined ? words.lede : undefined} crumbs={crumbs}>
      {shown !== undefined && <ShareLink share={shown} onClose={() => setShown(undefined)} />}
      {shown === undefined && isWanted && <Form session={session} entry={entry} onMade={made} />}
      {shown === undefined && !isWanted && <Notice kind="care" title={words.wholePrivateHeading}><p>{words.wholePrivate}</p><div><Button onPress={() => setWanted(true)}>{words.showAnyway}</Button></div></Notice>}
      <Loaded of={shares}>{(list) => <ShareList session={session} shares={list} onShow={setShown} onEnded={ended} />}</Loaded>
    </Page>
  )
}

function Form({ session, entry, onMade }: { readonly session: OpenSession, readonly entry: LifeEntry, readonly onMade: (share: WalletShare) => void }): VNode {
  const filled = filledParts(entry)
  const [picked, setPicked] = useState<readonly LifePart[]>(() => partsToShare(entry))
  const parts: readonly LifePart[] = filled.filter((part) => part === 'what' || picked.includes(part))
  const [lifetime, setLifetime] = useState<Lifetime>('week')
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState<'link' | 'file'>()
  const [fault, setFault] = useState<string>()
  const act = async (what: 'link' | 'file'): Promise<void> => {
    if (busy !== undefined) return
    setBusy(what)
    setFault(undefined)
    try {
      const { carryEndorsements, makeLifeBundle } = await import('../../heavy.ts')
      const context = { ...session.context, fetch: fetch.bind(globalThis), now: new Date() }
      const bundle = await carryEndorsements(await makeLifeBundle([{ entry, parts }], context), context)
      if (what === 'link') {
        const share = await makeShare({ recordId: entry.id, bundle, node: (await findHomeNode()) ?? location.origin, expiresAt: endOf(lifetime), note }, context)
        await noteLink(share, [{ id: entry.id, name: entry.facts.what, ...(parts.length === filled.length ? {} : { shown: parts }) }], context)
        onMade(share)
      } else downloadFile(`${fileNameOf(entry.facts.what)}.bundle.json`, bundle, 'application/vnd.everlearned.bundle+json')
    } catch (thrown) {
      setFault(explain(thrown))
    } finally {
      setBusy(undefined)
    }
  }
  const shown = { ...entry, facts: factsShown(entry.facts, parts), evidence: parts.includes('evidence') ? entry.evidence : [], sensitive: [] }
  return (
    <form class="stack stack-loose" onSubmit={(event) => { event.preventDefault(); void act('link') }} noValidate>
      <fieldset class="field">
        <legend>{words.choose}</legend>
        <p class="hint">{words.always}</p>
        {filled.filter((part) => part !== 'what').map((part) => (
          <CheckField key={part} label={walletLife.parts[part]} hint={entry.sensitive.includes(part) ? words.privateHint : undefined} isChecked={picked.includes(part)}
            onChange={(isShown) => setPicked(isShown ? [...picked, part] : picked.filter((each) => each !== part))} />
        ))}
        {parts.length < filled.length && <p class="quiet small">{words.newCopy}</p>}
      </fieldset>
      <RadioField label={walletShare.until} name="lifetime" value={lifetime} onValue={setLifetime}
        choices={(['day', 'week', 'month'] as const).map((value) => ({ value, label: walletShare[value], hint: walletShare.ends(formatMoment(endOf(value).toISOString())) }))} />
      <TextField label={walletShare.note} hint={walletShare.noteHint} isOptional value={note} onValue={setNote} max={200} />
      <section class="stack">
        <h2>{walletShare.previewHeading}</h2>
        <LifeCard entry={shown} />
        {shown.facts.story !== undefined && <p class="kept-lines"><bdi>{shown.facts.story}</bdi></p>}
        {shown.facts.items !== undefined && <LearnedItems items={shown.facts.items} />}
        {shown.facts.skills.length > 0 && <p><span class="quiet">{walletLife.parts.skills}:</span> <bdi>{formatList(shown.facts.skills)}</bdi></p>}
        {shown.facts.hours !== undefined && <p>{walletLife.hours(formatNumber(shown.facts.hours))}</p>}
      </section>
      {fault !== undefined && <Notice kind="fault"><p>{fault}</p></Notice>}
      <div class="stack">
        <Button type="submit" kind="main" icon="share" class="button-wide button-large" busy={busy === 'link' && wallet.working}>{walletShare.make}</Button>
        <Button icon="file" class="button-wide" busy={busy === 'file' && wallet.working} onPress={() => void act('file')}>{walletShare.file}</Button>
        <p class="quiet small">{walletShare.fileHelp}</p>
      </div>
    </form>
  )
}

const endOf = (lifetime: Lifetime): Date => new Date(Date.now() + days[lifetime] * 86_400_000)

function explain(thrown: unknown): string {
  const code = codeOf(thrown)
  if (code === 'holder/share-too-large' || code === 'share/too-large') return words.tooLarge
  return code === 'holder/node-unreachable' ? walletShare.faults.offline : walletShare.faults.other
}
