import type { ComponentChildren, VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { BundleCover, Report } from 'everlearned/verifier'
import type { JudgedCredential, Judgement } from '../judge.ts'
import { formatDay, formatMoment, formatNumber } from '../locale.ts'
import { ownWord } from '../messages/own-word.ts'
import { publicProfile as words } from '../messages/public-profile.ts'
import { verify } from '../messages/verify.ts'
import type { Answer } from './answer.ts'
import { AskOthers } from './ask-others.tsx'
import { Button } from './button.tsx'
import { headlineOf, isOwnWord } from './headline.ts'
import { Icon, type IconName } from './icon.tsx'
import { nameBeside } from './name-beside.ts'
import { Page } from './page.tsx'
import { ProfileLine } from './profile-line.tsx'
import { VerdictReport } from './verdict-report.tsx'
import './profile.css'

interface ProfilePageProps {
  readonly judgement: Judgement
  /** Until when it stands, in words. */
  readonly note: string | undefined
  /** Judges again, asking elsewhere too. */
  readonly onAsk: () => void
  /** The line that was asked for, from 1. */
  readonly shown?: number | undefined
  /** What else this page offers. */
  readonly children?: ComponentChildren
}

const iconOf: Readonly<Record<Answer, IconName>> = { yes: 'check', no: 'close', unknown: 'question', 'not-asked': 'minus' }

/** How somebody presents themselves: their name and words, then each line with what was found about it in this browser. */
export function ProfilePage({ judgement, note, onAsk, shown, children }: ProfilePageProps): VNode {
  const { verdict: { reports }, credentials, cover, notAsked, at } = judgement
  const place = useRef<HTMLUListElement>(null)
  useEffect(() => { if (shown !== undefined) place.current?.children.item(shown - 1)?.scrollIntoView() }, [judgement, shown])
  return (
    <Page title={cover?.name ?? words.title} lede={cover?.headline === undefined ? undefined : <span lang={cover.language} dir="auto">{cover.headline}</span>}>
      <div class="profile stack stack-loose">
        <div class="stack stack-tight">
          <p class="profile-sum"><Icon name="seal" /> <span>{sumOf(reports)}</span></p>
          <p class="quiet small">{words.unsigned} {verify.sentences.person['not-asked']}</p>
        </div>
        <ul class="profile-lines" ref={place}>
          {reports.map((report, index) => {
            const credential = credentials[index]
            return credential !== undefined && <li key={index}><Line report={report} credential={credential} cover={cover} /></li>
          })}
        </ul>
        <AskOthers notAsked={notAsked} onAsk={onAsk} />
        {children}
        <footer class="stack stack-tight">
          <p class="quiet small">{verify.checkedAt(formatMoment(at.toISOString()), location.origin)}</p>
          {note !== undefined && <p class="quiet small">{note}</p>}
          <div class="button-row no-print"><Button icon="print" onPress={() => print()}>{words.print}</Button></div>
        </footer>
      </div>
    </Page>
  )
}

function Line({ report, credential, cover }: { readonly report: Report; readonly credential: JudgedCredential; readonly cover: BundleCover | undefined }): VNode {
  const isOwn = isOwnWord(report)
  const { answer, title } = headlineOf(report)
  const { issuer, name, subject, description, criteria, awardedOn, validUntil } = credential
  const otherName = nameBeside(subject.name, cover?.name)
  return (
    <ProfileLine issuer={issuer.name ?? (isOwn ? words.own : verify.issuerUnnamed)} isOwn={isOwn} name={name ?? verify.unnamed} description={description} story={isOwn ? criteria : undefined} language={isOwn ? cover?.language : undefined}
      dates={[...(awardedOn === undefined ? [] : [`${verify.fields.awarded} ${formatDay(awardedOn)}`]), ...(validUntil === undefined ? [] : [`${verify.fields.until} ${formatDay(validUntil)}`])]}>
      {otherName !== undefined && <p class="strong"><bdi>{words.madeOutTo(otherName)}</bdi></p>}
      <p class={`profile-verdict profile-${answer}`}><span class="profile-mark"><Icon name={iconOf[answer]} /></span><span><span class="strong">{isOwn ? ownWord.headline : title}</span><br /><span class="small">{words.level(verify.levels[report.level])}</span></span></p>
      <details class="more">
        <summary>{words.show}<span class="hidden-text">: {name ?? verify.unnamed}</span></summary>
        <VerdictReport report={report} credential={credential} />
      </details>
    </ProfileLine>
  )
}

/** How many lines hold, said so that none is taken for more than it is. */
function sumOf(reports: readonly Report[]): string {
  const answers = reports.map((report) => (isOwnWord(report) ? 'own' : headlineOf(report).answer))
  const count = (wanted: string): number => answers.filter((answer) => answer === wanted).length
  const [genuine, own, bad] = [count('yes'), count('own'), count('no')]
  const others = reports.length - genuine - own - bad
  return [
    ...(genuine === 0 ? [] : [words.genuine(genuine)]), ...(own === 0 ? [] : [words.ownCount(own)]), ...(others === 0 ? [] : [words.open(others)]), ...(bad === 0 ? [] : [words.bad(bad)]),
    ...(reports.length === 0 ? [formatNumber(0)] : []),
  ].join(' · ')
}
