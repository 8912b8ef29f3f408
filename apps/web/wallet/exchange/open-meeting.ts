import { isOfferLink } from 'everlearned/exchange/oid4vci'
import { isRequestLink } from 'everlearned/exchange/oid4vp'
import { fetchInteraction, type Interaction } from 'everlearned/exchange/vcalm'
import { loadOwnWord, loadRecords, maySend } from 'everlearned/holder'
import type { OpenSession } from '../session.ts'
import { openNetwork, type MeetingContext } from './context.ts'
import type { Meeting } from './meeting.ts'
import { openOffer } from './oid4vci.ts'
import { openRequest } from './oid4vp.ts'
import { openVcalm } from './vcalm.ts'

/**
 * Asks whoever a link leads to who they are and what they want, in the protocol that they speak. Nothing of the person is sent.
 *
 * Untrusted: the link and all that it leads to. @throws ExchangeError; PeerRefusal
 */
export async function openMeeting(link: string, wallet: OpenSession['context']): Promise<Meeting> {
  const now = new Date()
  const opened = await openContext(wallet)
  const { records } = await loadRecords(wallet)
  // What others signed comes first; what somebody says of themselves answers where the question can be answered by it.
  const context = { ...opened, records: [...records.filter((record) => maySend(record, 'exchange', now)), ...await loadOwnWord(opened.homeNode ?? location.origin, { ...wallet, now })] }
  if (isOfferLink(link)) return openOffer(link, context)
  if (isRequestLink(link)) return openRequest(link, context)
  return openInteraction(await fetchInteraction(link, context.network), context)
}

/** What taking a record needs: the network, and no record that is held already. */
export async function openContext(wallet: OpenSession['context']): Promise<MeetingContext> {
  return { ...await openNetwork(), wallet, records: [], about: {} }
}

/** VCALM first, then the others by the names of their current versions, then by older ones. */
function openInteraction({ exchangeUrl, protocols, about }: Interaction, context: MeetingContext): Promise<Meeting> {
  const told = { ...context, about }
  if (exchangeUrl !== undefined) return openVcalm(exchangeUrl, told)
  const offer = protocols['oid4vci-1.0'] ?? protocols['OID4VCI']
  if (offer !== undefined && isOfferLink(offer)) return openOffer(offer, told)
  const request = protocols['oid4vp-1.0'] ?? protocols['OID4VP']
  if (request !== undefined && isRequestLink(request)) return openRequest(request, told)
  throw Object.assign(new Error('Cannot begin exchange: it is in no protocol that is known here'), { code: 'exchange/not-supported' })
}
