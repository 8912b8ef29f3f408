import type { VNode } from 'preact'
import { useId } from 'preact/hooks'
import type { CredentialDescription } from 'everlearned/holder'
import { findingOf, type NotProven, type Report } from 'everlearned/verifier'
import type { JudgedCredential } from '../judge.ts'
import { lazyPage } from '../lazy-page.ts'
import { formatDay } from '../locale.ts'
import { ownWord } from '../messages/own-word.ts'
import { verify } from '../messages/verify.ts'
import { issuerPage } from '../network-api.ts'
import type { Answer } from './answer.ts'
import { countContained } from './contained-answer.ts'
import { ContainedRecords } from './contained-records.tsx'
import { type CardLine, CredentialCard } from './credential-card.tsx'
import { EndorsementSection } from './endorsement-list.tsx'
import { headlineOf, isOwnWord } from './headline.ts'
import { Icon, type IconName } from './icon.tsx'
import { QuestionList } from './question-list.tsx'
import './verdict-report.css'

const EvidenceSection = lazyPage(() => import('./evidence-section.tsx'))

const ToldSection = lazyPage(() => import('./told-section.tsx'))

const iconOf: Readonly<Record<Answer, IconName>> = { yes: 'check', no: 'close', unknown: 'question', 'not-asked': 'minus' }

/** The verdict on one record: one line, what the record says, six questions, and what all this does not prove. */
export function VerdictReport({ report, credential, position }: { readonly report: Report; readonly credential: JudgedCredential; readonly position?: string | undefined }): VNode {
  const headingId = useId()
  return (
    <section class="stack stack-loose" aria-labelledby={headingId}>
      <HeadlinePanel report={report} id={headingId} position={position} />
      <TwoAnswers report={report} insideId={credential.parts.length > 0 ? `${headingId}-inside` : undefined} />
      <section class="stack">
        <h2>{verify.says}</h2>
        <p class="quiet small">{verify.saysCaution}</p>
        <CredentialCard headingLevel={3} issuer={credential.issuer.name ?? (isOwnWord(report) ? ownWord.issuer : verify.issuerUnnamed)} issuerHref={isOwnWord(report) ? undefined : issuerHrefOf(credential)} mark={isOwnWord(report) ? 'people' : undefined} name={credential.name ?? verify.unnamed} description={credential.description}
          holder={credential.subject.name} lines={linesOf(credential, isOwnWord(report))} />
        {credential.told.length > 0 && <ToldSection told={credential.told} />}
      </section>
      <section class="stack">
        <h2>{verify.questions}</h2>
        <QuestionList report={report} claimedIssuer={credential.issuer.name} />
      </section>
      {credential.evidence !== undefined && credential.evidence.length > 0 && <EvidenceSection items={credential.evidence} />}
      {report.endorsements !== undefined && <EndorsementSection endorsements={report.endorsements} />}
      {credential.parts.length > 0 && (
        <section class="stack" id={`${headingId}-inside`} tabIndex={-1}>
          <h2>{verify.contained.heading}</h2>
          <p class="quiet small">{verify.contained.caution}</p>
          <ContainedRecords parts={credential.parts} label={verify.contained.heading} />
        </section>
      )}
      <section class="stack">
        <h2>{verify.notProven}</h2>
        <ul>{report.leftOpen.map((open) => <li key={open.what}>{sentenceOf(open)}</li>)}</ul>
      </section>
    </section>
  )
}

function sentenceOf(open: NotProven): string {
  const words = verify.notProvenOf
  if (open.what === 'status-since') return words[open.what](open.hours)
  return open.what === 'contained' || open.what === 'endorsements' ? words[open.what](open.bad, open.open, open.of) : words[open.what]
}

function HeadlinePanel({ report, id, position }: { readonly report: Report; readonly id: string; readonly position: string | undefined }): VNode {
  const { answer, title, text } = headlineOf(report)
  return (
    <div class={`headline headline-${answer}`}>
      <span class="headline-mark"><Icon name={iconOf[answer]} /></span>
      <h2 id={id}>{position !== undefined && <span class="small">{position}<br /></span>}{title}</h2>
      <p>{text}</p>
    </div>
  )
}

/** Whether the document is whole, and whether its issuer is accepted: never one answer. What is inside it is a third. */
function TwoAnswers({ report, insideId }: { readonly report: Report; readonly insideId: string | undefined }): VNode {
  const labels = verify.twoAnswersLabels
  return (
    <dl class="two-answers" aria-label={verify.twoAnswers}>
      <div><dt>{labels.integrity}</dt><dd>{verify.integrity[report.integrity]}</dd></div>
      <div><dt>{labels.accepted}</dt><dd>{acceptedSentence(report)}</dd></div>
      {insideId !== undefined && <div><dt>{labels.inside}</dt><dd>{countContained(report.contained ?? [], report.containedLeftOut).join(' ')} <a href={`#${insideId}`}>{verify.contained.look}</a></dd></div>}
    </dl>
  )
}

function acceptedSentence(report: Report): string {
  if (isOwnWord(report)) return ownWord.accepted
  if (report.accepted !== 'no') return verify.accepted[report.accepted]
  return findingOf(report, 'issuer-trust').outcome === 'passed' ? verify.accepted.noKnown : verify.accepted.noStranger
}

/** What the registry says of an issuer stands on a page of its own; only DIDs are registered. */
const issuerHrefOf = ({ issuer: { id } }: CredentialDescription): string | undefined => (id?.startsWith('did:') === true ? issuerPage(id) : undefined)

function linesOf({ awardedOn, validFrom, validUntil, criteria, issuer }: CredentialDescription, isOwn: boolean): readonly CardLine[] {
  const lines: CardLine[] = []
  if (awardedOn !== undefined) lines.push({ icon: 'seal', text: `${verify.fields.awarded} ${formatDay(awardedOn)}` })
  if (validFrom !== undefined) lines.push({ icon: 'seal', text: `${isOwn ? ownWord.signed : verify.fields.from} ${formatDay(validFrom)}` })
  if (validUntil !== undefined) lines.push({ icon: 'info', text: `${verify.fields.until} ${formatDay(validUntil)}` })
  if (criteria !== undefined) lines.push({ icon: 'file', text: <>{isOwn ? ownWord.story : verify.fields.criteria}: <bdi class="kept-lines">{criteria}</bdi></> })
  if (issuer.id !== undefined) lines.push({ icon: 'key', text: <>{isOwn ? ownWord.id : verify.ids} <span class="code">{issuer.id}</span></> })
  return lines
}
