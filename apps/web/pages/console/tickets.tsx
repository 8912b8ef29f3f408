import type { VNode } from 'preact'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Empty } from '../../components/empty.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { Page } from '../../components/page.tsx'
import { closeTicket, fetchTickets, type Ticket } from '../../issuer-api.ts'
import { formatMoment } from '../../locale.ts'
import { claims, tickets as words } from '../../messages/claims.ts'
import { useLoaded } from '../../use-loaded.ts'
import { useSend } from '../../use-send.ts'
import { personOf } from './claim-table.tsx'
import { useOrganisation } from './organisation.ts'

/** Records that were asked for a second time, each with what to do about it. */
export default function Tickets(): VNode {
  const { id, at } = useOrganisation()
  const tickets = useLoaded((signal) => fetchTickets(id, signal), [id])
  return (
    <Page title={words.title} lede={words.lede} width="desk" crumbs={[{ href: at('/claims'), label: claims.title }]}>
      <Loaded of={tickets}>
        {(list) => list.length === 0
          ? <Empty title={words.emptyTitle}><p>{words.empty}</p><ButtonLink href={at('/claims')}>{words.toDesk}</ButtonLink></Empty>
          : <div class="stack">{list.map((ticket) => <TicketCard key={ticket.id} ticket={ticket} onClosed={tickets.reload} />)}</div>}
      </Loaded>
    </Page>
  )
}

function TicketCard({ ticket, onClosed }: { readonly ticket: Ticket, readonly onClosed: () => void }): VNode {
  const { id, at } = useOrganisation()
  const sending = useSend()
  const close = (resolution: 'dismissed' | 'reissued') => (): void => void sending.send(() => closeTicket(id, ticket.id, resolution).then(onClosed))
  return (
    <section class="card stack">
      <div class="stack stack-tight">
        <h2>{personOf(ticket)}</h2>
        <p>{ticket.achievement}</p>
        <p class="quiet">{ticket.email}</p>
        <p class="quiet">{words.asked(ticket.attempts, formatMoment(ticket.openedAt), formatMoment(ticket.lastAttemptAt))}</p>
      </div>
      <p>{words.what}</p>
      <ul class="stack stack-tight">
        <li><strong>{words.right}.</strong> {words.rightText}</li>
        <li><strong>{words.wrong}.</strong> {words.wrongText}</li>
      </ul>
      {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
      <div class="button-row">
        <ButtonLink href={at(`/claims/${ticket.claimId}`)} kind="main">{words.open}</ButtonLink>
        <Button busy={sending.isBusy && words.closing} onPress={close('dismissed')}>{words.dismiss}</Button>
        <Button busy={sending.isBusy && words.closing} onPress={close('reissued')}>{words.reissued}</Button>
      </div>
    </section>
  )
}
