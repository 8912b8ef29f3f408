import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Button } from '../components/button.tsx'
import { AskOthers } from '../components/ask-others.tsx'
import { Notice } from '../components/notice.tsx'
import { PersonCheck } from '../components/person-check.tsx'
import { VerdictList } from '../components/verdict-list.tsx'
import { VerdictReport } from '../components/verdict-report.tsx'
import type { Judgement } from '../judge.ts'
import { formatMoment } from '../locale.ts'
import { verify } from '../messages/verify.ts'

interface VerdictViewProps {
  readonly judgement: Judgement
  /** Judges again, asking elsewhere too. */
  readonly onAsk: () => void
  /** Judges again, holding it against an e-mail address. */
  readonly onPerson: (email: string) => void
  /** The one that was asked for, from 1: it is brought into view. */
  readonly shown?: number | undefined
  /** Asks for another record on this very page; without it a link leads to the page that does. */
  readonly onAgain?: () => void
}

/** Everything that was found, one record after the other, and what may be done with it. */
export function VerdictView({ judgement, onAsk, onPerson, onAgain, shown }: VerdictViewProps): VNode {
  const { verdict, credentials, notAsked, at } = judgement
  const { reports } = verdict
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => { if (shown !== undefined) place.current?.children.item(shown - 1)?.scrollIntoView() }, [judgement, shown])
  return (
    <div class="stack stack-loose">
      {verdict.presentation?.outcome === 'failed' && <Notice kind="fault" title={verify.presentation.title}><p>{verify.presentation.text}</p></Notice>}
      {verdict.container === 'card' && <Notice title={verify.card.title}><p>{verify.card.text}</p></Notice>}
      {reports.length === 0 && <Notice kind="fault" title={verify.faults.empty.title}><p>{verify.faults.empty.text}</p></Notice>}
      {reports.length > 1 && <VerdictList reports={reports} credentials={credentials} onShow={(index) => bring(place.current?.children.item(index))} />}
      <div class="stack stack-loose" ref={place}>
        {reports.map((report, index) => {
          const credential = credentials[index]
          return credential !== undefined && <VerdictReport key={index} report={report} credential={credential} position={reports.length > 1 ? verify.several(index + 1, reports.length) : undefined} />
        })}
      </div>
      <AskOthers notAsked={notAsked} onAsk={onAsk} />
      {reports.length > 0 && <PersonCheck judgement={judgement} onPerson={onPerson} />}
      <p class="quiet small">{verify.checkedAt(formatMoment(at.toISOString()), location.origin)}</p>
      <div class="button-row">
        <Button icon="print" onPress={() => print()}>{verify.print}</Button>
        {onAgain === undefined ? <a class="button-link" href="/verify">{verify.again}</a> : <Button kind="link" onPress={onAgain}>{verify.again}</Button>}
      </div>
    </div>
  )
}

/** Brings a report into view, for eyes and for whoever has the page read out. */
function bring(report: Element | null | undefined): void {
  if (!(report instanceof HTMLElement)) return
  report.tabIndex = -1
  report.scrollIntoView()
  report.focus({ preventScroll: true })
}
