import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../../components/button.tsx'
import { ConfirmDialog } from '../../components/dialog.tsx'
import { Empty } from '../../components/empty.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { fetchExchanges, removeExchange, type Exchange } from '../../exchange-api.ts'
import { formatMoment } from '../../locale.ts'
import { asks as words } from '../../messages/asks.ts'
import { useLoaded } from '../../use-loaded.ts'
import { useSend } from '../../use-send.ts'
import { AskForm } from './ask-form.tsx'
import { useOrganisation } from './organisation.ts'

/** Asks people for records, and lists what was asked. */
export default function Asks(): VNode {
  const { id } = useOrganisation()
  const exchanges = useLoaded(async (signal) => (await fetchExchanges(id, signal)).filter(({ kind }) => kind === 'verify'), [id])
  return (
    <Page title={words.title} lede={words.lede} width="desk">
      <AskForm onMade={exchanges.reload} />
      <section class="stack">
        <h2>{words.pastTitle}</h2>
        <Loaded of={exchanges}>{(list) => (list.length === 0 ? <Empty title={words.title}><p>{words.pastEmpty}</p></Empty> : <AskTable exchanges={list} onChanged={exchanges.reload} />)}</Loaded>
        <p class="quiet small">{words.kept}</p>
      </section>
    </Page>
  )
}

function AskTable({ exchanges, onChanged }: { readonly exchanges: readonly Exchange[], readonly onChanged: () => void }): VNode {
  const { at } = useOrganisation()
  const [removing, setRemoving] = useState<Exchange>()
  return (
    <div class="table-wrap">
      <table class="table table-cards">
        <caption class="hidden-text">{words.pastTitle}</caption>
        <thead><tr><th scope="col">{words.purpose}</th><th scope="col">{words.kind}</th><th scope="col">{words.madeAt}</th><th scope="col">{words.state}</th><th scope="col"><span class="hidden-text">{words.remove}</span></th></tr></thead>
        <tbody>
          {exchanges.map((exchange) => (
            <tr key={exchange.id}>
              <th scope="row"><a href={at(`/asks/${exchange.id}`)}>{exchange.question?.purpose}</a></th>
              <td data-label={words.kind}>{exchange.question?.types.join(', ')}</td>
              <td data-label={words.madeAt} class="nowrap">{formatMoment(exchange.createdAt)}</td>
              <td data-label={words.state}>{words.states[exchange.state]}</td>
              <td><Button kind="danger" onPress={() => setRemoving(exchange)}>{words.remove}<span class="hidden-text"> ({exchange.question?.purpose}, {formatMoment(exchange.createdAt)})</span></Button></td>
            </tr>
          ))}
        </tbody>
      </table>
      {removing !== undefined && <RemoveAsk exchange={removing} onClose={() => setRemoving(undefined)} onDone={() => { setRemoving(undefined); onChanged() }} />}
    </div>
  )
}

/** Says what goes, then removes it. */
export function RemoveAsk({ exchange, onClose, onDone }: { readonly exchange: Pick<Exchange, 'id'>, readonly onClose: () => void, readonly onDone: () => void }): VNode {
  const { id } = useOrganisation()
  const sending = useSend()
  return (
    <ConfirmDialog title={words.removeTitle} act={words.remove} actKind="danger" busy={sending.isBusy && words.removing} problem={sending.problem} onAct={() => void sending.send(() => removeExchange(id, exchange.id).then(onDone))} onClose={onClose}>
      <p>{words.removeText}</p>
    </ConfirmDialog>
  )
}
