import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { askAgainFrom, loadWaiting, removeWaiting, type WaitingRecord } from 'everlearned/holder'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Empty } from '../../components/empty.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page } from '../../components/page.tsx'
import { formatMoment } from '../../locale.ts'
import { walletExchange } from '../../messages/wallet-exchange.ts'
import { walletWaiting as words } from '../../messages/wallet-waiting.ts'
import { wallet } from '../../messages/wallet.ts'
import { useLoaded } from '../../use-loaded.ts'
import { explainExchangeFault } from '../exchange/explain-fault.ts'
import type { Outcome } from '../exchange/meeting.ts'
import type { FaultWords } from '../parts/explain-fault.ts'
import { KeepReceived } from '../parts/keep-received.tsx'
import type { OpenPageProps } from '../wallet-app.tsx'
import '../exchange.css'

interface Found {
  readonly waiting: WaitingRecord | undefined
  readonly outcome: Extract<Outcome, { readonly kind: 'received' }> | undefined
}

/** A record that its issuer gives later: its state, and the one button that asks. Nobody is asked before it is pressed. */
export default function Waiting({ session, id }: OpenPageProps): VNode {
  const { context } = session
  const { value, reload } = useLoaded(async (): Promise<Found> => {
    const waiting = await loadWaiting(id, context)
    if (waiting?.answer.kind !== 'given') return { waiting, outcome: undefined }
    const [{ openContext }, { lookAtWaiting }] = await Promise.all([import('../exchange/open-meeting.ts'), import('../exchange/oid4vci.ts')])
    return { waiting, outcome: await lookAtWaiting(waiting, await openContext(context)) }
  }, [id, context])
  const crumbs = [{ href: '/', label: wallet.home }]
  if (value === undefined) return <Page key="loading" title={words.heading} crumbs={crumbs}><p class="quiet" role="status">{wallet.working}</p></Page>
  const { waiting, outcome } = value
  if (waiting === undefined) return <Page key="none" title={words.heading} crumbs={crumbs}><Empty title={words.missing}><div><ButtonLink href="/">{walletExchange.see}</ButtonLink></div></Empty></Page>
  if (outcome !== undefined) return <Page key="received" title={walletExchange.receivedTitle} crumbs={crumbs}><KeepReceived session={session} who={waiting.who} outcome={outcome} onSettled={() => removeWaiting(id, context)} /></Page>
  return <Page key="waiting" title={waiting.names[0] ?? words.unnamed} crumbs={crumbs}><OnTheWay session={session} waiting={waiting} onAsked={reload} /></Page>
}

type Notice = { readonly kind: 'still' } | { readonly kind: 'soon'; readonly moment: string } | { readonly kind: 'fault'; readonly words: FaultWords }

function OnTheWay({ session: { context }, waiting, onAsked }: Pick<OpenPageProps, 'session'> & { readonly waiting: WaitingRecord; readonly onAsked: () => void }): VNode {
  const { route } = useLocation()
  const [said, setSaid] = useState<Notice>()
  const [isBusy, setBusy] = useState(false)
  const ask = async (): Promise<void> => {
    if (isBusy) return
    const from = askAgainFrom(waiting)
    if (from > new Date()) return setSaid({ kind: 'soon', moment: formatMoment(from.toISOString()) })
    setBusy(true)
    setSaid(undefined)
    try {
      const [{ openContext }, { askForWaiting }] = await Promise.all([import('../exchange/open-meeting.ts'), import('../exchange/oid4vci.ts')])
      const { answer } = await askForWaiting(waiting, await openContext(context))
      if (answer.kind === 'deferred') setSaid({ kind: 'still' })
      onAsked()
    } catch (thrown) {
      setSaid({ kind: 'fault', words: isOver(thrown) ? words.gone : explainExchangeFault(thrown) })
    } finally {
      setBusy(false)
    }
  }
  const remove = async (): Promise<void> => {
    await removeWaiting(waiting.id, context)
    route('/')
  }
  return (
    <div class="stack stack-loose">
      <p class="lede">{words.text}</p>
      <dl class="facts">
        <div><dt>{words.from}</dt><dd>{waiting.who.knownName !== undefined && <><bdi>{waiting.who.knownName}</bdi> · </>}<bdi class="code">{waiting.who.host}</bdi></dd></div>
        <div><dt>{words.asked}</dt><dd><time dateTime={waiting.askedAt}>{formatMoment(waiting.askedAt)}</time></dd></div>
      </dl>
      {said !== undefined && <Said said={said} />}
      <div><Button kind="main" class="button-large" busy={isBusy && wallet.working} onPress={() => void ask()}>{words.ask}</Button></div>
      <div class="stack stack-tight"><p class="quiet">{words.removeText}</p><div><Button onPress={() => void remove()}>{words.remove}</Button></div></div>
    </div>
  )
}

function Said({ said }: { readonly said: Notice }): VNode {
  if (said.kind === 'fault') return <Notice kind="fault" isLive title={said.words.title}><p>{said.words.text}</p></Notice>
  return <Notice isLive><p>{said.kind === 'still' ? words.still : words.soon(said.moment)}</p></Notice>
}

/** The issuer answered, and has nothing of it any more. */
function isOver(thrown: unknown): boolean {
  return typeof thrown === 'object' && thrown !== null && 'status' in thrown && typeof thrown.status === 'number' && thrown.status >= 400 && thrown.status < 500
}
