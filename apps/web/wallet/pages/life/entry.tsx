import type { VNode } from 'preact'
import { useLocation } from 'preact-iso'
import { isDraft, levelOf, type LifeEntry, maxEvidence, removeLifeEntry } from 'everlearned/holder'
import { Button, ButtonLink } from '../../../components/button.tsx'
import { Icon } from '../../../components/icon.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { Notice } from '../../../components/notice.tsx'
import { Page } from '../../../components/page.tsx'
import { formatDay, formatList, formatMoment, formatNumber } from '../../../locale.ts'
import { wallet } from '../../../messages/wallet.ts'
import { walletLife as words } from '../../../messages/wallet-life.ts'
import { walletRecord } from '../../../messages/wallet-record.ts'
import { useLoaded } from '../../../use-loaded.ts'
import { EvidencePart } from '../../parts/evidence-part.tsx'
import { LearnedItems } from '../../parts/learned-items.tsx'
import { LifeCard } from '../../parts/life-card.tsx'
import { SamePart } from '../../parts/same-part.tsx'
import { sourceInWords } from '../../parts/source-in-words.ts'
import { useEntry } from '../../parts/use-entry.ts'
import { VouchedPart } from '../../parts/vouched-part.tsx'
import { removedEntry } from '../../removed-entry.ts'
import type { OpenSession } from '../../session.ts'
import type { OpenPageProps } from '../../wallet-app.tsx'

/** One entry in one's own words: what it says, how well it is backed, what shows it, and where it comes from. */
export default function Entry({ session, id }: OpenPageProps): VNode {
  const loaded = useEntry(session, id)
  return (
    <Page title={words.entry.heading} crumbs={[{ href: '/', label: wallet.home }]}>
      <Loaded of={loaded}>{(entry) => (entry === null ? <p>{words.entry.missing}</p> : <EntryView session={session} entry={entry} onChange={loaded.reload} />)}</Loaded>
    </Page>
  )
}

interface EntryProps {
  readonly session: OpenSession
  readonly entry: LifeEntry
  readonly onChange: () => void
}

function EntryView({ session, entry, onChange }: EntryProps): VNode {
  const { route, query } = useLocation()
  const level = useLoaded(() => levelOf(entry, session.context), [entry]).value
  const latest = entry.versions.at(-1)
  const signedAt = latest?.signedAt
  const remove = async (): Promise<void> => {
    removedEntry.value = { name: entry.facts.what, content: await removeLifeEntry(entry, session.context) }
    route('/')
  }
  return (
    <>
      {'new' in query && <Notice isLive title={words.entry.doneHeading}><p>{words.entry.done}</p></Notice>}
      <LifeCard entry={entry} lines={level === undefined || signedAt === undefined ? [] : [{ icon: 'seal', text: <span data-testid="level">{words.entry.levels[level]}</span> }, { icon: 'info', text: words.entry.signed(formatDay(signedAt)) }]} />
      {isDraft(entry)
        ? <Notice kind="care" title={words.entry.draftHeading}><p>{words.entry.draft}</p><div><ButtonLink href={`/life/${entry.id}/edit`} kind="main">{words.entry.finish}</ButtonLink></div></Notice>
        : (
          <div class="buttons">
            <ButtonLink href={`/life/${entry.id}/share`} kind="main" icon="share" class="button-large">{walletRecord.share}</ButtonLink>
            <ButtonLink href={`/life/${entry.id}/edit`} class="button-large">{words.entry.edit}</ButtonLink>
          </div>
        )}
      <Facts entry={entry} />
      <EvidencePart session={session} files={entry.evidence} most={maxEvidence} added={words.evidence.added} onChange={onChange}
        onAdd={async (file, context) => (await import('../../heavy.ts')).addEvidence(entry, file, context)} onRemove={async (id, context) => (await import('../../heavy.ts')).removeEvidence(entry, id, context)} />
      {latest !== undefined && <VouchedPart session={session} id={entry.id} credential={latest.credential} />}
      <SamePart session={session} id={entry.id} />
      <History entry={entry} />
      <div><Button kind="danger" onPress={() => void remove()}>{words.entry.remove}</Button></div>
    </>
  )
}

function Facts({ entry: { facts, sensitive } }: { readonly entry: LifeEntry }): VNode | null {
  const { story, items = [], skills, hours } = facts
  if (story === undefined && items.length === 0 && skills.length === 0 && hours === undefined && sensitive.length === 0) return null
  return (
    <section class="stack">
      {story !== undefined && <p class="kept-lines"><bdi>{story}</bdi></p>}
      {items.length > 0 && <LearnedItems items={items} />}
      <dl class="facts">
        {skills.length > 0 && <div><dt>{words.parts.skills}</dt><dd><bdi>{formatList(skills)}</bdi></dd></div>}
        {hours !== undefined && <div><dt>{words.parts.hours}</dt><dd>{words.hours(formatNumber(hours))}</dd></div>}
        {sensitive.length > 0 && <div class="private"><dt><Icon name="lock" /> {words.entry.private}</dt><dd>{formatList(sensitive.map((part) => words.parts[part]))}</dd></div>}
      </dl>
    </section>
  )
}

function History({ entry: { source, versions } }: { readonly entry: LifeEntry }): VNode {
  return (
    <details class="more card">
      <summary>{words.entry.historyHeading}</summary>
      <div class="stack">
        <p>{sourceInWords(source)}</p>
        <ol class="stack stack-tight">
          {versions.map(({ credential, signedAt, why }) => (
            <li key={credential}>
              {words.entry.why[why]} · {formatMoment(signedAt)}
              <details class="more"><summary>{words.entry.raw}</summary><pre class="raw" tabIndex={0}>{JSON.stringify(JSON.parse(credential), null, 2)}</pre></details>
            </li>
          ))}
        </ol>
      </div>
    </details>
  )
}
