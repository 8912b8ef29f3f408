import type { VNode } from 'preact'
import type { EndorsementReport } from 'everlearned/verifier'
import { formatDay, formatList } from '../locale.ts'
import { endorsements as words } from '../messages/endorsements.ts'
import { Icon } from './icon.tsx'
import { relationOf } from './vouched-line.ts'
import './endorsement-list.css'

/** Who vouches for a record, and what of that counts. */
export function EndorsementSection({ endorsements, id }: { readonly endorsements: readonly EndorsementReport[]; readonly id?: string | undefined }): VNode {
  const holding = endorsements.filter(({ level }) => level !== null).length
  return (
    <section class="stack" id={id} tabIndex={-1}>
      <h2>{words.heading}</h2>
      <p>{words.holding(holding, endorsements.length)}</p>
      <p class="quiet small">{words.caution}</p>
      <ul class="stack endorsement-list">{endorsements.map((each, index) => <li key={index} class="endorsement"><Endorsement endorsement={each} /></li>)}</ul>
    </section>
  )
}

/** One of them: who, how they know, what might sway them, in their words; and how it came out. */
export function Endorsement({ endorsement }: { readonly endorsement: EndorsementReport }): VNode {
  const { name, words: said, level, seen } = endorsement
  const why = level === null ? reasonOf(endorsement) : undefined
  return (
    <div class="stack stack-tight">
      <p class="strong"><bdi>{name ?? words.unnamed}</bdi></p>
      <p class="endorsement-level strong"><Icon name={level === 'attested' ? 'check' : level === 'endorsed' ? 'people' : 'minus'} />{words.level[level ?? 'none']}</p>
      {why !== undefined && <p>{words.why[why]}</p>}
      {said.statement !== '' && <blockquote><bdi>{said.statement}</bdi></blockquote>}
      <p>{relationOf(said)}</p>
      <p>{said.conflicts === null ? words.notAsked : said.conflicts.length === 0 ? words.noConflict : formatList(said.conflicts.map((each) => words.conflict[each]))}</p>
      {level !== 'attested' && <p class="quiet small">{seen === undefined ? words.unseen : words.seen(seen.nodeUrl ?? seen.node, formatDay(seen.at))}</p>}
    </div>
  )
}

type Reason = keyof typeof words.why

/** The first of what speaks against it, the plainest first. */
export function reasonOf({ relation, content, other, address, report }: EndorsementReport): Reason {
  if (relation.outcome !== 'passed') return 'subject'
  if (other.outcome === 'failed') return other.code === 'endorsement/again' ? 'again' : 'own'
  if (content.outcome === 'failed' || content.outcome === 'unknown') return 'content'
  if (address.outcome === 'failed') return 'address'
  return report.integrity === 'unknown' ? 'open' : 'withdrawn'
}
