import { checkJwtProof, nonceOf, Oid4vciRefusal, type CredentialRequest } from 'everlearned/exchange/oid4vci'
import type { Json } from 'everlearned/encoding'
import type { NodeContext } from '../../context.ts'
import { checkProof } from '../check-proof.ts'
import { countFailure, exchangeLifeSeconds, type Exchange } from '../exchange-session.ts'
import { fetchForExchange } from '../fetch-for-exchange.ts'
import type { HandOver } from '../hand-over.ts'
import { spendNonce } from './nonces.ts'

/**
 * Who proves keys in a credential request: all proofs repeat the one nonce, which is used up, and each is of another key.
 *
 * Untrusted: the proofs. @throws Oid4vciRefusal `invalid_proof`, `invalid_nonce`; ExchangeRefusal of {@link checkProof}
 */
export async function checkKeyProofs(exchange: Exchange, { type, values }: CredentialRequest['proofs'], issuer: string, context: NodeContext): Promise<readonly HandOver[]> {
  const nonces = new Set(values.map((value) => nonceOf(type, value)))
  const [nonce] = nonces
  if (nonce === undefined || nonces.size > 1) throw new Oid4vciRefusal('invalid_proof', 'Cannot accept proof: it repeats no nonce, or not the same as the others')
  await spendNonce(exchange, nonce, context)
  const holders: HandOver[] = []
  for (const value of values) holders.push(await (type === 'di_vp' ? checkPresentation : checkToken)({ ...exchange, challenge: nonce }, value, issuer, context))
  if (new Set(holders.map(({ holder }) => holder)).size < holders.length) throw new Oid4vciRefusal('invalid_proof', 'Cannot accept proof: two are of the same key')
  return holders
}

async function checkPresentation(exchange: Exchange, value: Json, issuer: string, context: NodeContext): Promise<HandOver> {
  const { holder, cryptosuite } = await checkProof(exchange, value, { domain: issuer }, context)
  return { holder, keyType: cryptosuite === 'ecdsa-rdfc-2019' ? 'P-256' : 'Ed25519' }
}

async function checkToken(exchange: Exchange, value: Json, issuer: string, context: NodeContext): Promise<HandOver> {
  const { holder, keyType, reason = 'it proves nothing' } = await checkJwtProof(value, {
    issuer, nonce: exchange.challenge, now: context.now(), maxAgeSeconds: exchangeLifeSeconds, cryptography: context.cryptography,
    dids: { documents: context.config.staticDocuments, fetchDocument: fetchForExchange(context) },
  })
  if (holder !== null) return { holder, keyType: keyType === 'P-256' ? 'P-256' : 'Ed25519' }
  await countFailure(exchange, context)
  throw new Oid4vciRefusal('invalid_proof', `Cannot accept proof: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`)
}
