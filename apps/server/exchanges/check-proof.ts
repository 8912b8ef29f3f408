import { checkHolderProof, type HolderProofContext, type HolderProofFinding } from 'everlearned/exchange'
import { createDocumentFetch } from 'everlearned/node'
import type { NodeContext } from '../context.ts'
import { loadOwnDocument } from '../issuing/verify-document.ts'
import { ExchangeRefusal } from './exchange-refusal.ts'
import { countFailure, exchangeLifeSeconds, type Exchange } from './exchange-session.ts'

/** Who proved a key. */
export interface ProvenHolder extends Pick<HolderProofFinding, 'cryptosuite' | 'credentials'> {
  readonly holder: string
}

/**
 * Holds a presentation against the challenge of an exchange. Whatever is wrong with its proof counts against the exchange.
 *
 * Untrusted: the presentation. @throws ExchangeRefusal `exchange/malformed`, `exchange/proof-refused`, `exchange/closed`
 */
export async function checkProof(exchange: Exchange, presentation: unknown, { domain, ...accepted }: Pick<HolderProofContext, 'domain' | 'acceptedMethods' | 'acceptedCryptosuites'>, context: NodeContext): Promise<ProvenHolder> {
  const finding = await checkHolderProof(presentation, {
    ...accepted, domain, challenge: exchange.challenge, now: context.now(), maxAgeSeconds: exchangeLifeSeconds, cryptography: context.cryptography,
    dids: { documents: context.config.staticDocuments, fetchDocument: fetchForExchange(context) },
  })
  if (finding.holder !== null) return { ...finding, holder: finding.holder }
  if (/^presentation\/(?:malformed|context-missing|too-many-credentials)$/.test(finding.code ?? '')) throw new ExchangeRefusal('exchange/malformed', `Cannot read presentation: ${reasonOf(finding)}`, finding)
  await countFailure(exchange, context)
  throw new ExchangeRefusal('exchange/proof-refused', `Cannot accept proof: ${reasonOf(finding)}`, finding)
}

function reasonOf({ reason = 'it proves nothing' }: HolderProofFinding): string {
  return reason.charAt(0).toLowerCase() + reason.slice(1)
}

/** What the documents of an exchange name: of this node itself, or under the guard that keeps requests out of its own network. */
export function fetchForExchange(context: NodeContext): (url: string) => Promise<unknown> {
  const { publicBaseUrl, fetchOrigins } = context.config
  const fetchOther = createDocumentFetch({ allowedOrigins: fetchOrigins, timeoutSeconds: 5 })
  return async (url) => (url.startsWith(`${publicBaseUrl}/`) ? loadOwnDocument(url, context) : fetchOther(url))
}
