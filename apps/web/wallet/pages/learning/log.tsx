import type { VNode } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { type LearningItem, type LearningMonth, loadLearning, removeLearning, type SkillSum, sumLearning } from 'everlearned/holder'
import { Button, ButtonLink } from '../../../components/button.tsx'
import { Empty } from '../../../components/empty.tsx'
import { Icon } from '../../../components/icon.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { Notice } from '../../../components/notice.tsx'
import { Page } from '../../../components/page.tsx'
import { formatDuration, formatNumber, formatYearMonth } from '../../../locale.ts'
import { wallet } from '../../../messages/wallet.ts'
import { walletLearning as words } from '../../../messages/wallet-learning.ts'
import { useLoaded } from '../../../use-loaded.ts'
import { chosenLearning, removedLearning } from '../../learning-notices.ts'
import { LearningNotices } from '../../parts/learning-notices.tsx'
import { LearningRow } from '../../parts/learning-row.tsx'
import { today } from '../../parts/learning-words.ts'
import { contentVersion, type OpenSession } from '../../session.ts'
import type { OpenPageProps } from '../../wallet-app.tsx'
import '../../learning.css'

/** So many stand on the page at once; whoever wants more asks for them. */
const atOnce = 60
/** From so many on there is something to search. */
const leastToSearch = 6

/** Everything that was learned, month by month, and what each skill got; some of it becomes a portfolio. */
export default function LearningLog({ session }: OpenPageProps): VNode {
  const loaded = useLoaded(() => loadLearning(session.context), [session.context, contentVersion.value])
  return (
    <Page title={words.heading} lede={words.lede} crumbs={[{ href: '/', label: wallet.home }]}>
      <div class="buttons">
        <ButtonLink href="/learning/new" kind="main" icon="plus" class="button-large">{words.add}</ButtonLink>
        <ButtonLink href="/learning/import" icon="upload" class="button-large">{words.bring}</ButtonLink>
      </div>
      <LearningNotices context={session.context} onChange={loaded.reload} />
      <Loaded of={loaded}>
        {({ items, broken }) => (
          <>
            {broken.length > 0 && <Notice kind="fault"><p>{words.broken(broken.length)}</p></Notice>}
            {items.length === 0 && broken.length === 0 ? <Empty title={words.emptyHeading}><p>{words.empty}</p></Empty> : <Held session={session} items={items} onChange={loaded.reload} />}
          </>
        )}
      </Loaded>
      <details class="more"><summary>{words.sharing}</summary><p>{words.sharingText}</p></details>
    </Page>
  )
}

function Held({ session, items, onChange }: { readonly session: OpenSession, readonly items: readonly LearningItem[], readonly onChange: () => void }): VNode {
  const [query, setQuery] = useState('')
  const [most, setMost] = useState(atOnce)
  const all = useMemo(() => sumLearning(items), [items])
  const found = useMemo(() => (query.trim() === '' ? items : items.filter((item) => matches(item, query))), [items, query])
  const inFull = useMemo(() => sumLearning(found), [found])
  const shown = sumLearning(found.slice(0, most))
  const month = all.months.find((each) => each.month === today().slice(0, 7))
  return (
    <>
      <dl class="figures">
        <div><dt>{words.total} · {words.count(all.count)}</dt><dd data-testid="total">{formatDuration(all.minutes)}</dd></div>
        <div><dt>{words.thisMonth} · {words.count(month?.count ?? 0)}</dt><dd>{formatDuration(month?.minutes ?? 0)}</dd></div>
      </dl>
      {all.skills.length > 0 && <Skills skills={all.skills} onChoose={setQuery} />}
      {items.length >= leastToSearch && (
        <div class="row">
          <div class="search">
            <Icon name="search" />
            <input class="input" type="search" aria-label={words.search} placeholder={words.search} value={query} maxLength={200} onInput={(event) => setQuery(event.currentTarget.value)} />
          </div>
        </div>
      )}
      <p class="hidden-text" role="status">{query.trim() === '' ? '' : words.count(found.length)}</p>
      {found.length === 0 && <p>{words.noneFound}</p>}
      <div class="learning-months">{shown.months.map((each) => <Month key={each.month} month={each} minutes={inFull.months.find(({ month: name }) => name === each.month)?.minutes ?? 0} />)}</div>
      {found.length > most && <div><Button onPress={() => setMost(most + atOnce)}>{words.more(Math.min(atOnce, found.length - most))}</Button></div>}
      <Chosen session={session} items={items} onChange={onChange} />
    </>
  )
}

function Month({ month: { month, items }, minutes }: { readonly month: LearningMonth, readonly minutes: number }): VNode {
  return (
    <section>
      <div class="learning-month"><h2>{month === undefined ? words.noDay : formatYearMonth(month)}</h2><span class="strong">{formatDuration(minutes)}</span></div>
      <ul class="learning-items">{items.map((item) => <LearningRow key={item.id} item={item} />)}</ul>
    </section>
  )
}

/** What each skill got; pressing one shows its items. */
function Skills({ skills, onChoose }: { readonly skills: readonly SkillSum[], readonly onChoose: (skill: string) => void }): VNode {
  return (
    <details class="more">
      <summary>{words.skills} ({formatNumber(skills.length)})</summary>
      <div class="stack stack-tight">
        <p class="quiet small">{words.skillsHint}</p>
        <div class="table-wrap">
          <table class="table learning-skills">
            <thead><tr><th scope="col">{words.skill}</th><th scope="col" class="figure">{words.time}</th><th scope="col" class="figure">{words.items}</th></tr></thead>
            <tbody>
              {skills.map(({ skill, minutes, count }) => (
                <tr key={skill}>
                  <th scope="row"><button type="button" class="button-link" onClick={() => onChoose(skill)}><bdi>{skill}</bdi></button></th>
                  <td class="figure">{formatDuration(minutes)}</td>
                  <td class="figure">{formatNumber(count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </details>
  )
}

/** What can be done with the items that are chosen. */
function Chosen({ session: { context }, items, onChange }: { readonly session: OpenSession, readonly items: readonly LearningItem[], readonly onChange: () => void }): VNode | null {
  const { route } = useLocation()
  const chosen = items.filter(({ id }) => chosenLearning.value.has(id))
  if (chosen.length === 0) return null
  const remove = async (): Promise<void> => {
    removedLearning.value = { count: chosen.length, content: await removeLearning(chosen, context) }
    chosenLearning.value = new Set()
    onChange()
    scrollTo(0, 0)
  }
  return (
    <div class="bulk-bar" role="region" aria-label={words.chosen(chosen.length)}>
      <p class="bulk-count row"><span><span class="strong">{words.chosen(chosen.length)}</span> · {formatDuration(sumLearning(chosen).minutes)}</span><button type="button" class="button-link" onClick={() => { chosenLearning.value = new Set() }}>{words.clear}</button></p>
      <div class="button-row">
        <Button kind="main" onPress={() => route('/learning/portfolio')}>{words.make}</Button>
        <Button onPress={() => void remove()}>{words.remove}</Button>
      </div>
    </div>
  )
}

/** By every word that was typed, in whatever part it stands. */
function matches({ title, provider = '', reflection = '', url = '', skills }: LearningItem, query: string): boolean {
  const text = fold([title, provider, reflection, url, ...skills].join('\n'))
  return fold(query).split(/\s+/).every((word) => text.includes(word))
}

function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().trim()
}
