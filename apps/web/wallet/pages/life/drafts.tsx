import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { arrangeTimeline, describeCredential, findSame, isDraft, type LifeEntry, loadLifeEntries, loadRecords, removeLifeEntry, type TimelineGroup } from 'everlearned/holder'
import { Button, ButtonLink } from '../../../components/button.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { Notice } from '../../../components/notice.tsx'
import { Page } from '../../../components/page.tsx'
import { formatList } from '../../../locale.ts'
import { wallet } from '../../../messages/wallet.ts'
import { walletLife } from '../../../messages/wallet-life.ts'
import { walletResume } from '../../../messages/wallet-resume.ts'
import { walletTimeline } from '../../../messages/wallet-timeline.ts'
import { useLoaded } from '../../../use-loaded.ts'
import { LifeCard } from '../../parts/life-card.tsx'
import { LifeForm } from '../../parts/life-form.tsx'
import { PrivateChoice } from '../../parts/private-choice.tsx'
import { removedEntry } from '../../removed-entry.ts'
import { undoRemoval } from '../../parts/undo-removal.tsx'
import { contentVersion, type OpenSession } from '../../session.ts'
import type { OpenPageProps } from '../../wallet-app.tsx'

const words = walletResume.drafts

/** Every draft in turn: right, to be changed, or left out. Whoever stops half-way goes on here. */
export default function Drafts({ session }: OpenPageProps): VNode {
  const [done, setDone] = useState(0)
  const [notice, setNotice] = useState<{ readonly text: string, readonly canUndo: boolean }>()
  const loaded = useLoaded(async () => {
    const [{ records }, { entries }] = await Promise.all([loadRecords(session.context), loadLifeEntries(session.context)])
    const drafts = entries.filter(isDraft).toSorted((left, right) => left.createdAt.localeCompare(right.createdAt))
    return { drafts, groups: arrangeTimeline(records, entries) }
  }, [session.context, contentVersion.value])
  const next = (text: string, canUndo: boolean): void => {
    setDone(done + 1)
    setNotice({ text, canUndo })
    loaded.reload()
  }
  const undo = async (): Promise<void> => {
    await undoRemoval(session.context)
    setDone(done - 1)
    setNotice(undefined)
    loaded.reload()
  }
  return (
    <Page title={words.heading} crumbs={[{ href: '/', label: wallet.home }]}>
      {notice !== undefined && <Notice isLive><p>{notice.text}</p>{notice.canUndo && <div><Button onPress={() => void undo()}>{walletTimeline.undo}</Button></div>}</Notice>}
      <Loaded of={loaded}>
        {({ drafts: [draft, ...others], groups }) => (draft === undefined
          ? <Notice title={words.doneHeading}><p>{words.done}</p><div><ButtonLink href="/" kind="main">{words.seeRecord}</ButtonLink></div></Notice>
          : <Draft key={draft.id} session={session} draft={draft} position={words.number(done + 1, done + others.length + 1)} same={findSame(draft.facts, groups)} onNext={next} />)}
      </Loaded>
    </Page>
  )
}

interface DraftProps {
  readonly session: OpenSession
  readonly draft: LifeEntry
  readonly position: string
  readonly same: TimelineGroup | undefined
  readonly onNext: (text: string, canUndo: boolean) => void
}

function Draft({ session, draft, position, same, onNext }: DraftProps): VNode {
  const [isChanging, setChanging] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [hasFailed, setFailed] = useState(false)
  const { facts, source } = draft
  const [sensitive, setSensitive] = useState(draft.sensitive)
  const accepted = (): void => onNext(words.accepted(facts.what), false)
  const accept = async (): Promise<void> => {
    setBusy(true)
    try {
      const { confirmLifeEntry } = await import('../../heavy.ts')
      await confirmLifeEntry(draft, { facts, sensitive }, { ...session.context, now: new Date() })
      accepted()
    } catch {
      setFailed(true)
      setBusy(false)
    }
  }
  const skip = async (): Promise<void> => {
    removedEntry.value = { name: facts.what, content: await removeLifeEntry(draft, session.context) }
    onNext(words.skipped(facts.what), true)
  }
  if (isChanging) return <LifeForm session={session} entry={{ ...draft, sensitive }} onConfirmed={({ facts: { what } }) => onNext(words.accepted(what), false)} />
  return (
    <section class="stack" aria-label={position}>
      <div class="row row-apart"><h2>{words.question}</h2><span class="quiet" data-testid="position">{position}</span></div>
      <LifeCard entry={{ ...draft, sensitive }} lines={source.kind === 'file' ? [{ icon: 'info', text: words.source(source.name) }] : []} />
      {facts.story !== undefined && <p class="kept-lines clamp-long"><bdi>{facts.story}</bdi></p>}
      {facts.skills.length > 0 && <p><span class="quiet">{walletLife.parts.skills}:</span> <bdi>{formatList(facts.skills)}</bdi></p>}
      {draft.sensitive.length > 0 && <PrivateChoice entry={{ ...draft, sensitive }} parts={draft.sensitive} onChange={setSensitive} />}
      {same !== undefined && <Notice kind="care"><p>{words.same(nameOf(same))}</p></Notice>}
      {hasFailed && <Notice kind="fault"><p>{walletLife.write.notSigned}</p></Notice>}
      <div class="buttons">
        <Button kind="main" icon="check" class="button-large" busy={isBusy && wallet.working} onPress={() => void accept()}>{words.accept}</Button>
        <Button class="button-large" onPress={() => setChanging(true)}>{words.edit}</Button>
        <Button class="button-large" onPress={() => void skip()}>{words.skip}</Button>
      </div>
      <p class="quiet small">{words.later}</p>
    </section>
  )
}

function nameOf({ main }: TimelineGroup): string {
  return main.kind === 'entry' ? main.entry.facts.what : describeCredential(main.record.credential).name ?? ''
}
