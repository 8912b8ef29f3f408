import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { loadExchangeNotes, removeExchangeNote, type ExchangeNote, type NotedRecord } from 'everlearned/holder'
import { Button } from '../../components/button.tsx'
import { Empty } from '../../components/empty.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page } from '../../components/page.tsx'
import { formatMoment } from '../../locale.ts'
import { walletExchange, walletLog as words } from '../../messages/wallet-exchange.ts'
import { wallet } from '../../messages/wallet.ts'
import { useLoaded } from '../../use-loaded.ts'
import { contentVersion } from '../session.ts'
import type { OpenPageProps } from '../wallet-app.tsx'
import '../exchange.css'

/** Who asked for what, and what was given. */
export default function Log({ session: { context } }: OpenPageProps): VNode {
  const notes = useLoaded(() => loadExchangeNotes(context), [context, contentVersion.value])
  const [isRemoved, setRemoved] = useState(false)
  const remove = async ({ id }: ExchangeNote): Promise<void> => {
    await removeExchangeNote(id, context)
    setRemoved(true)
    notes.reload()
  }
  return (
    <Page title={walletExchange.log} lede={words.lede} crumbs={[{ href: '/', label: wallet.home }]}>
      {isRemoved && <Notice isLive><p>{words.removed}</p></Notice>}
      <Loaded of={notes}>
        {(list) => list.length === 0
          ? <Empty title={words.emptyTitle}><p>{words.empty}</p></Empty>
          : <ol class="log">{list.map((note) => <li key={note.id}><Entry note={note} onRemove={() => void remove(note)} /></li>)}</ol>}
      </Loaded>
    </Page>
  )
}

function Entry({ note, onRemove }: { readonly note: ExchangeNote; readonly onRemove: () => void }): VNode {
  const { outcome, at, host, calledName, isKnown, purpose, until, records } = note
  return (
    <article class="card stack stack-tight">
      <p class="quiet small"><time dateTime={at}>{formatMoment(at)}</time></p>
      <h2>{words.outcomes[outcome]}</h2>
      <p><bdi class="code">{host}</bdi>{calledName !== undefined && <> · <bdi>{calledName}</bdi></>}{!isKnown && !isOwn.includes(outcome) && <span class="quiet"> ({words.unverified})</span>}</p>
      {purpose !== undefined && purpose !== '' && <p class="kept-lines">{words.purpose(purpose)}</p>}
      {until !== undefined && <p class="quiet">{words.until(formatMoment(until))}</p>}
      {records.length > 0 && <ul>{records.map((record) => <li key={record.id}><bdi>{record.name}</bdi>{['shown', 'linked', 'published'].includes(outcome) && <span class="quiet"> · {extentOf(record)}</span>}</li>)}</ul>}
      <div><Button kind="link" onPress={onRemove}>{words.remove}<span class="hidden-text"> ({host}, {formatMoment(at)})</span></Button></div>
    </article>
  )
}

/** What the person did by themselves: nobody was met whose name could be checked. */
const isOwn: readonly ExchangeNote['outcome'][] = ['linked', 'ended', 'published', 'unpublished']

const extentOf = ({ shown }: NotedRecord): string => (shown === undefined ? words.whole : words.parts(shown.length))
