import { checkHolderProof, type HolderProofContext, type HolderProofFinding } from 'everlearned/exchange'
import type { NodeContext } from '../context.ts'
import { ExchangeRefusal } from './exchange-refusal.ts'
import { countFailure, exchangeLifeSeconds, type Exchange } from './exchange-session.ts'
import { fetchForExchange } from './fetch-for-exchange.ts'

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
