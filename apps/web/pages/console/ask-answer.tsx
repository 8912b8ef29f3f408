import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import { describeCredential } from 'everlearned/holder'
import type { Report } from 'everlearned/verifier'
import { Loaded } from '../../components/loaded.tsx'
import { Notice } from '../../components/notice.tsx'
import { VerdictReport } from '../../components/verdict-report.tsx'
import { fetchExchange, type ExchangeWithResult } from '../../exchange-api.ts'
import { formatMoment } from '../../locale.ts'
import { asks as words } from '../../messages/asks.ts'
import { verify } from '../../messages/verify.ts'
import { useLoaded } from '../../use-loaded.ts'
import { useOrganisation } from './organisation.ts'

const askAgainAfterMs = 1_500

/** Waits for the answer to a request and shows the verdict on it, as the verify page does. */
export function AskAnswer({ id, onSettled }: { readonly id: string, readonly onSettled?: () => void }): VNode {
  const organisation = useOrganisation()
  const exchange = useLoaded((signal) => fetchExchange(organisation.id, id, signal), [organisation.id, id])
  const { value, problem, reload } = exchange
  const isWaiting = value?.state === 'open'
  useEffect(() => {
    if (!isWaiting) return undefined
    const timer = setTimeout(reload, problem === undefined ? askAgainAfterMs : askAgainAfterMs * 4)
    return () => clearTimeout(timer)
  }, [value, problem])
  useEffect(() => { if (value !== undefined && !isWaiting) onSettled?.() }, [isWaiting, value === undefined])
  return (
    <div class="stack" aria-live="polite">
      <Loaded of={exchange}>{(given) => <State exchange={given} />}</Loaded>
      {value !== undefined && problem !== undefined && <Notice kind="care"><p>{words.reloadProblem}</p></Notice>}
    </div>
  )
}

function State({ exchange }: { readonly exchange: ExchangeWithResult }): VNode {
  const { state, failures, expiresAt, result } = exchange
  if (state === 'open') {
    return (
      <div class="stack">
        <h3>{words.waiting}</h3>
        <progress aria-label={words.waiting} />
        <p>{words.waitingText(formatMoment(expiresAt))}</p>
        {failures > 0 && <Notice kind="care"><p>{words.failures(failures)}</p></Notice>}
      </div>
    )
  }
  if (state === 'expired') return <Notice title={words.expired}><p>{words.expiredText}</p></Notice>
  if (state === 'closed') return <Notice kind="fault" title={words.closed}><p>{words.closedText}</p></Notice>
  if (result?.isDeclined === true) return <Notice title={words.declined}><p>{words.declinedText}</p></Notice>
  const shown = (result?.presentations ?? []).flatMap(({ document, verdict, isUnasked }) => recordsOf(document).map((credential, index) => ({ credential, report: reportsOf(verdict)[index], isUnasked })))
  return (
    <div class="stack stack-loose">
      <h3>{words.answered}</h3>
      {shown.length === 0 && <Notice kind="care"><p>{words.emptyAnswer}</p></Notice>}
      {shown.map(({ credential, report, isUnasked }, index) => (
        <div key={index} class="stack">
          {isUnasked === true && <Notice kind="care"><p>{words.unasked}</p></Notice>}
          {report !== undefined && <VerdictReport report={report} credential={{ ...describeCredential(credential), parts: [] }} position={shown.length > 1 ? verify.several(index + 1, shown.length) : undefined} />}
        </div>
      ))}
    </div>
  )
}

type Described = Parameters<typeof describeCredential>[0]

/** The credentials of what was shown, in the order in which the node judged them; a token is one by itself. */
function recordsOf(document: string): readonly Described[] {
  try {
    const { verifiableCredential, ...itself } = JSON.parse(document) as { readonly verifiableCredential?: Described | readonly Described[] }
    return verifiableCredential === undefined ? [itself as Described] : [verifiableCredential].flat() as readonly Described[]
  } catch {
    return [document]
  }
}

/** This node made the verdict itself, and wrote it as `ler verify --json` does: of one credential its report, of several a list. */
function reportsOf(verdict: unknown): readonly Report[] {
  if (typeof verdict !== 'object' || verdict === null) return []
  if ('credentials' in verdict) return verdict.credentials as readonly Report[]
  return 'checks' in verdict ? [verdict as Report] : []
}
