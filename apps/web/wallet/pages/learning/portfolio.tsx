import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { factsShown, type LearningItem, type LifeEntry, type LifePart, lifeParts, loadLearning, maxEvidence, maxLifeText, portfolioFacts, type PortfolioChoice, sensitiveParts } from 'everlearned/holder'
import { Button, ButtonLink } from '../../../components/button.tsx'
import { CheckField, RadioField, TextArea, TextField } from '../../../components/field.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { Notice } from '../../../components/notice.tsx'
import { Page } from '../../../components/page.tsx'
import { formatList, formatNumber } from '../../../locale.ts'
import { wallet } from '../../../messages/wallet.ts'
import { walletLearning } from '../../../messages/wallet-learning.ts'
import { walletLife } from '../../../messages/wallet-life.ts'
import { walletTimeline } from '../../../messages/wallet-timeline.ts'
import { useLoaded } from '../../../use-loaded.ts'
import { chosenLearning } from '../../learning-notices.ts'
import { suspected } from '../../parts/learning-answers.ts'
import { learningLine } from '../../parts/learning-words.ts'
import { LearnedItems } from '../../parts/learned-items.tsx'
import { LifeCard } from '../../parts/life-card.tsx'
import { PrivateChoice } from '../../parts/private-choice.tsx'
import type { OpenSession } from '../../session.ts'
import type { OpenPageProps } from '../../wallet-app.tsx'
import '../../learning.css'

const words = walletLearning.portfolio

/** Turns what was chosen in the log into a portfolio: what goes along, how it looks to others, and its signature. */
export default function Portfolio({ session }: OpenPageProps): VNode {
  const loaded = useLoaded(async () => (await loadLearning(session.context)).items.filter(({ id }) => chosenLearning.value.has(id)), [session.context])
  return (
    <Page title={words.heading} lede={words.lede} crumbs={[{ href: '/', label: wallet.home }, { href: '/learning', label: walletLearning.heading }]}>
      <Loaded of={loaded}>
        {(items) => (items.length === 0
          ? <Notice><p>{words.none}</p><div><ButtonLink href="/learning" kind="main">{words.toLog}</ButtonLink></div></Notice>
          // In the order in which they were learned.
          : <Choice session={session} items={items.toReversed()} />)}
      </Loaded>
    </Page>
  )
}

function Choice({ session, items }: { readonly session: OpenSession, readonly items: readonly LearningItem[] }): VNode {
  const { route } = useLocation()
  const [what, setWhat] = useState('')
  const [kind, setKind] = useState<PortfolioChoice['kind']>('self-directed-learning')
  const [story, setStory] = useState('')
  const [taken, setTaken] = useState<ReadonlySet<string>>(() => new Set(items.filter((item) => !item.isPrivate && suspected({ ...item, reflection: '' }) === undefined).map(({ id }) => id)))
  const [opened, setOpened] = useState<readonly LifePart[]>([])
  const [reflected, setReflected] = useState<ReadonlySet<string>>(new Set())
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [faults, setFaults] = useState<{ readonly what?: string, readonly items?: string, readonly files?: string, readonly sign?: string }>({})
  const [isBusy, setBusy] = useState(false)
  const chosen = items.filter(({ id }) => taken.has(id))
  const files = [...new Map(chosen.flatMap(({ evidence }) => evidence).map((file) => [file.id, file])).values()]
  const said = { kind, what, story, items: chosen.map((item) => ({ item, hasReflection: reflected.has(item.id) })) }
  const facts = portfolioFacts(said)
  const suspects = sensitiveParts(facts)
  const choice: PortfolioChoice = { ...said, sensitive: suspects.filter((part) => !opened.includes(part)), files: files.map(({ id }) => id).filter((id) => !left.has(id)) }
  const make = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (isBusy) return
    const found = faultsOf(choice)
    setFaults(found)
    if (Object.keys(found).length > 0) return document.querySelector<HTMLElement>('[aria-invalid=true], #portfolio-items')?.focus()
    setBusy(true)
    try {
      const { makePortfolio } = await import('../../heavy.ts')
      const { id } = await makePortfolio(choice, { ...session.context, now: new Date() })
      chosenLearning.value = new Set()
      route(`/life/${id}?new`)
    } catch {
      setFaults({ sign: walletLife.write.notSigned })
      setBusy(false)
    }
  }
  const isAllReflected = items.filter(isHarmless).every(({ id }) => reflected.has(id))
  return (
    <form class="stack stack-loose" onSubmit={(event) => void make(event)} noValidate>
      <TextField label={words.what} hint={words.whatHint} value={what} onValue={setWhat} fault={faults.what} max={maxLifeText.line} />
      <RadioField label={words.kind} name="kind" value={kind} onValue={setKind} choices={(['self-directed-learning', 'project'] as const).map((value) => ({ value, label: words.kinds[value] }))} />
      <TextArea label={words.story} isOptional value={story} onValue={setStory} max={maxLifeText.story} />
      <fieldset class="field" id="portfolio-items" tabIndex={-1}>
        <legend>{words.items}</legend>
        {faults.items !== undefined && <p class="fault" role="alert">{faults.items}</p>}
        {items.some(isHarmless) && <CheckField label={words.allReflections} isChecked={isAllReflected} onChange={(isAll) => setReflected(new Set(isAll ? [...reflected, ...items.filter(isHarmless).map(({ id }) => id)] : []))} />}
        <ul class="choice-list">
          {items.map((item) => <li key={item.id}><ItemChoice item={item} isTaken={taken.has(item.id)} isReflected={reflected.has(item.id)} onTake={(isTaken) => setTaken(withOrWithout(taken, item.id, isTaken))} onReflect={(isReflected) => setReflected(withOrWithout(reflected, item.id, isReflected))} /></li>)}
        </ul>
      </fieldset>
      {files.length > 0 && (
        <fieldset class="field">
          <legend>{words.files}</legend>
          <p class="hint">{words.filesHint(formatNumber(maxEvidence))}</p>
          {faults.files !== undefined && <p class="fault" role="alert">{faults.files}</p>}
          {files.map(({ id, name }) => <CheckField key={id} label={name} isChecked={!left.has(id)} onChange={(isTaken) => setLeft(withOrWithout(left, id, !isTaken))} />)}
        </fieldset>
      )}
      {suspects.length > 0 && <PrivateChoice entry={{ facts, evidence: [], sensitive: choice.sensitive }} parts={suspects} onChange={(marked) => setOpened(suspects.filter((part) => !marked.includes(part)))} />}
      <Preview choice={choice} items={chosen} />
      {faults.sign !== undefined && <Notice kind="fault"><p>{faults.sign}</p></Notice>}
      <div class="stack stack-tight">
        <Button type="submit" kind="main" icon="seal" class="button-wide button-large" busy={isBusy && wallet.working}>{words.makeIt}</Button>
        <p class="quiet small">{words.makeHint}</p>
      </div>
    </form>
  )
}

interface ItemChoiceProps {
  readonly item: LearningItem
  readonly isTaken: boolean
  readonly isReflected: boolean
  readonly onTake: (isTaken: boolean) => void
  readonly onReflect: (isReflected: boolean) => void
}

/** One item: whether it goes along, and what its person wrote about it. */
function ItemChoice({ item, isTaken, isReflected, onTake, onReflect }: ItemChoiceProps): VNode {
  const topics = suspected(item)
  const hints = [learningLine(item), ...(item.isPrivate ? [words.privateHint] : []), ...(topics === undefined ? [] : [topics])]
  return (
    <>
      <CheckField label={apart(item.title)} hint={hints.join(' — ')} isChecked={isTaken} onChange={onTake} />
      {isTaken && item.reflection !== undefined && (
        <div class="choice-nested">
          <CheckField label={words.withReflection} hint={apart(item.reflection.length > 120 ? `${item.reflection.slice(0, 120)}…` : item.reflection)} isChecked={isReflected} onChange={onReflect} />
        </div>
      )}
    </>
  )
}

/** Exactly what the other side will see. */
function Preview({ choice, items }: { readonly choice: PortfolioChoice, readonly items: readonly LearningItem[] }): VNode {
  const facts = factsShown(portfolioFacts(choice), lifeParts.filter((part) => !choice.sensitive.includes(part)))
  const evidence = items.flatMap((item) => item.evidence).filter(({ id }) => choice.files.includes(id))
  const entry: LifeEntry = { id: '', facts: { ...facts, what: facts.what.trim() === '' ? '…' : facts.what }, evidence, sensitive: choice.sensitive, source: { kind: 'log' }, versions: [], createdAt: '', changedAt: '' }
  return (
    <section class="stack" data-testid="preview">
      <h2>{words.preview}</h2>
      <div class="preview-frame">
        <LifeCard entry={entry} lines={evidence.length === 0 ? [{ icon: 'info', text: walletTimeline.stated }] : []} />
        {facts.story !== undefined && <p class="kept-lines"><bdi>{facts.story}</bdi></p>}
        {facts.items !== undefined && facts.items.length > 0 && <LearnedItems items={facts.items} level={3} />}
        {facts.skills.length > 0 && <p><span class="quiet">{walletLife.parts.skills}:</span> <bdi>{formatList(facts.skills)}</bdi></p>}
        {facts.hours !== undefined && <p>{walletLife.hours(formatNumber(facts.hours))}</p>}
      </div>
    </section>
  )
}

/** A text of its person keeps its own direction within the page's (Unicode, Explicit Directional Isolates). */
const apart = (text: string): string => `\u2068${text}\u2069`

/** What was written about it is not private, and no word in it asks whether it might be. */
function isHarmless(item: LearningItem): boolean {
  return item.reflection !== undefined && !item.isPrivate && suspected(item) === undefined
}

function faultsOf({ what, items, files }: PortfolioChoice): { readonly what?: string, readonly items?: string, readonly files?: string } {
  return {
    ...(what.trim() === '' ? { what: walletLife.write.whatMissing } : {}),
    ...(items.length === 0 ? { items: words.nothing } : items.length > maxLifeText.items ? { items: words.tooMany(formatNumber(maxLifeText.items)) } : {}),
    ...(files.length > maxEvidence ? { files: words.tooManyFiles(formatNumber(maxEvidence)) } : {}),
  }
}

function withOrWithout(set: ReadonlySet<string>, id: string, isIn: boolean): ReadonlySet<string> {
  return new Set(isIn ? [...set, id] : [...set].filter((each) => each !== id))
}
