import type { VNode } from 'preact'
import type { LearningFacts } from 'everlearned/holder'
import { Qr } from '../../components/qr.tsx'
import { vouchedFor, voucherName } from '../../components/vouched-line.ts'
import { formatDay, formatList, formatNumber } from '../../locale.ts'
import { endorsements } from '../../messages/endorsements.ts'
import { printedResume as words } from '../../messages/printed-resume.ts'
import { verify } from '../../messages/verify.ts'
import { walletLearning } from '../../messages/wallet-learning.ts'
import { walletRecord } from '../../messages/wallet-record.ts'
import type { MadeResume, ResumeLine } from '../make-resume.ts'
import { periodInWords } from './life-words.ts'

/** The paper itself: headings, lists and links, in the order in which they are read aloud, so that the PDF of a browser carries the same. */
export function ResumePaper({ made, contact }: { readonly made: MadeResume; readonly contact: string }): VNode {
  const { name, lines, link, expiresAt } = made
  const given = lines.filter(({ said }) => said.kind === 'record')
  const own = lines.filter(({ said }) => said.kind === 'entry')
  return (
    <article class="resume" aria-label={words.heading}>
      {name !== '' && <h2 class="resume-name"><bdi>{name}</bdi></h2>}
      {contact !== '' && <address class="resume-contact">{contact.split('\n').map((line) => <div key={line}><bdi>{line}</bdi></div>)}</address>}
      {given.length > 0 && <Section heading={words.paper.records} lines={given} />}
      {own.length > 0 && <Section heading={words.paper.entries} lines={own} />}
      <section class="resume-check">
        <div>
          <h3>{words.checkHeading}</h3>
          <p>{words.checkText(formatDay(expiresAt))}</p>
          <p><a class="no-address resume-address" dir="ltr" href={link}>{link}</a></p>
        </div>
        <Qr text={link} label={words.qr} />
      </section>
    </article>
  )
}

function Section({ heading, lines }: { readonly heading: string; readonly lines: readonly ResumeLine[] }): VNode {
  return (
    <section>
      <h3>{heading}</h3>
      <ul class="resume-lines">{lines.map((line) => <li key={line.number}><Line line={line} /></li>)}</ul>
    </section>
  )
}

function Line({ line: { said, level, link, number, vouched, also } }: { readonly line: ResumeLine }): VNode {
  const [title, facts, text] = said.kind === 'record' ? ofRecord(said.credential) : ofEntry(said.facts)
  return (
    <>
      <h4><bdi>{title}</bdi></h4>
      {facts.length > 0 && <p>{facts.map((fact, index) => <span key={fact}>{index > 0 && ' · '}<bdi>{fact}</bdi></span>)}</p>}
      {text !== undefined && text !== '' && <p class="kept-lines"><bdi>{text}</bdi></p>}
      {vouched.length > 0 && <ul class="resume-vouched" aria-label={endorsements.heading}>{vouched.map((one, index) => <li key={index}><bdi>{voucherName(one)}</bdi>: {vouchedFor(one)}</li>)}</ul>}
      {also.length > 0 && <p>{words.also} {also.map((one, index) => <span key={one.number}>{index > 0 && ' · '}<bdi>{placeOf(one)}</bdi> (<a class="no-address" href={one.link}>{words.check(formatNumber(one.number))}</a>)</span>)}</p>}
      <p class="resume-level">{words.level(verify.levels[level])} <a class="no-address" href={link}>{words.check(formatNumber(number))}</a></p>
    </>
  )
}

/** From where the same achievement stands there too. */
function placeOf({ said }: ResumeLine): string {
  if (said.kind === 'entry') return words.paper.entries
  return said.credential.issuer.name ?? said.credential.name ?? walletRecord.unnamed
}

type Said = readonly [string, readonly string[], string | undefined]

function ofRecord({ name, issuer, awardedOn, validFrom, validUntil, description, proofs }: Extract<ResumeLine['said'], { readonly kind: 'record' }>['credential']): Said {
  // Where a holder chooses what to show, the copy begins on the day it was made: that day says nothing of the award.
  const isCopy = proofs.some(({ suite }) => suite !== undefined && ['ecdsa-sd-2023', 'bbs-2023'].includes(suite))
  const givenOn = awardedOn ?? (isCopy ? undefined : validFrom)
  const dates = [...(givenOn === undefined ? [] : [words.given(formatDay(givenOn))]), ...(validUntil === undefined ? [] : [walletRecord.until(formatDay(validUntil))])]
  return [name ?? walletRecord.unnamed, [...(issuer.name === undefined ? [] : [words.from(issuer.name)]), ...dates], description]
}

function ofEntry({ what, where, from, to, story, items = [], skills }: Extract<ResumeLine['said'], { readonly kind: 'entry' }>['facts']): Said {
  const period = periodInWords({ ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) })
  return [what, [where, period, formatList(skills), titlesOf(items)].filter((fact): fact is string => fact !== undefined && fact !== ''), story]
}

/** A paper has room for the first few; the link has all of them. */
const mostTitles = 6

function titlesOf(items: readonly LearningFacts[]): string {
  const titles = items.slice(0, mostTitles).map(({ title }) => title)
  const rest = items.length - titles.length
  return titles.length === 0 ? '' : `${walletLearning.learned}: ${formatList(rest > 0 ? [...titles, walletLearning.moreItems(rest)] : titles)}`
}
