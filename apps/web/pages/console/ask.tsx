import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { Button } from '../../components/button.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { fetchExchange } from '../../exchange-api.ts'
import { formatMoment } from '../../locale.ts'
import { asks as words } from '../../messages/asks.ts'
import { useLoaded } from '../../use-loaded.ts'
import { AskAnswer } from './ask-answer.tsx'
import { RemoveAsk } from './asks.tsx'
import { useOrganisation } from './organisation.ts'

/** One request: what was asked, and what came of it. */
export default function Ask({ id = '' }: { readonly id?: string }): VNode {
  const { route } = useLocation()
  const organisation = useOrganisation()
  const [isRemoving, setRemoving] = useState(false)
  const exchange = useLoaded((signal) => fetchExchange(organisation.id, id, signal), [organisation.id, id])
  return (
    <Page title={words.title} width="desk" crumbs={[{ href: organisation.at('/asks'), label: words.title }]}>
      <Loaded of={exchange}>
        {({ question, createdAt, finishedAt }) => (
          <section class="stack">
            <h2>{words.asked}</h2>
            <dl class="facts">
              <div><dt>{words.purpose}</dt><dd class="kept-lines">{question?.purpose}</dd></div>
              {question?.alternative !== undefined && <div><dt>{words.alternative}</dt><dd class="kept-lines">{question.alternative}</dd></div>}
              <div><dt>{words.kind}</dt><dd>{question?.types.join(', ')}</dd></div>
              <div><dt>{words.madeAt}</dt><dd>{formatMoment(createdAt)}</dd></div>
              {finishedAt !== null && <div><dt>{words.answeredAt}</dt><dd>{formatMoment(finishedAt)}</dd></div>}
            </dl>
          </section>
        )}
      </Loaded>
      {exchange.value !== undefined && <AskAnswer id={id} onSettled={exchange.reload} />}
      <div class="no-print"><Button kind="danger" onPress={() => setRemoving(true)}>{words.remove}</Button></div>
      {isRemoving && <RemoveAsk exchange={{ id }} onClose={() => setRemoving(false)} onDone={() => route(organisation.at('/asks'))} />}
    </Page>
  )
}
