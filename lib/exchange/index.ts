/**
 * What all exchange protocols share: how a holder proves a key for one occasion, and how that proof is checked (Verifiable
 * Credentials Data Model 2.0, "Verifiable Presentations"; Verifiable Credential Data Integrity 1.0). Each protocol has a folder
 * of its own beside this file.
 *
 * ```ts
 * const { presentation } = await proveHolder({ key, challenge: 'c2b9d2f0', domain: 'https://college.example/exchanges/7f3c1e', created: now }, cryptography)
 * const finding = await checkHolderProof(presentation, { challenge: 'c2b9d2f0', domain: 'https://college.example/exchanges/7f3c1e', now, maxAgeSeconds: 600, cryptography, dids: {} })
 * finding.holder // 'did:key:…'
 * ```
 */
export {
  answerSeconds, askPeer, askPeerForText, maxAnswerBytes, parsePeerUrl, PeerRefusal,
  type ExchangeFetch, type ExchangeNetwork, type ExchangeRequest, type Question,
} from './ask.ts'
export { ExchangeError } from './exchange-error.ts'
export {
  checkHolderProof, cryptosuiteOf, findShapeFault, holderCryptosuites, holderDidMethods, maxPresentedCredentials, proveHolder,
  type HolderCryptosuite, type HolderDidMethod, type HolderKey, type HolderProof, type HolderProofContext, type HolderProofFinding, type HolderProofInput,
} from './holder-proof.ts'
