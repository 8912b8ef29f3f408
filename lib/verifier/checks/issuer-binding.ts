import type { Finding } from '../../credential/finding.ts'
import { nameKey } from '../../trust/registries/issuer-standing.ts'
import { judgeIssuerKey } from '../issuer-key.ts'
import { ledgerRecordOf } from '../ledger-record.ts'
import { failed, notApplicable, passed, unknown } from '../report.ts'
import { controllerOf, issuerProofOf, type Subject } from '../subject.ts'
import type { LogPlace } from '../trusted-network.ts'
import type { VerifyContext } from '../verify-context.ts'
import { isPinned, isVouchedForAnywhere } from '../vouched-registration.ts'

const [documentUnproven, unvouched] = ['issuer-binding/document-unproven', 'issuer-binding/registration-unvouched']

/**
 * Is the key that signed it a key of the issuer that it names? The controller in front of the key's id must be the issuer, that
 * controller's document must have been read from somewhere that the sharer did not choose, and no registry that the verifier
 * trusts may know the issuer under other keys, whatever its own address serves today. A registration for which nobody vouches
 * decides nothing, neither against that address nor for its own keys: anybody could have made it.
 */
export async function checkIssuerBinding(subject: Subject, context: VerifyContext): Promise<Finding> {
  return bindIssuer(subject, (await ledgerRecordOf(subject, context)).place, context)
}

/** The same of something that is not recorded itself, as a status list. */
export function bindIssuer(subject: Subject, place: LogPlace | undefined, context: VerifyContext): Finding {
  const bound = bindByDocument(subject)
  const publicKey = issuerProofOf(subject)?.publicKey
  if (publicKey === undefined || subject.issuerId === null || bound.outcome === 'failed') return bound
  // Without a registry the document has the last word, and no key need be written out to look it up.
  if ((context.trust.networks ?? []).length === 0 && bound.code !== documentUnproven) return bound
  const [did, key] = [subject.issuerId, nameKey(publicKey)]
  const { state } = judgeIssuerKey({ did, key }, place, context)
  // The verifier has the key from the issuer: no document is needed, where the address serves no other.
  const isNoted = isPinned(did, key, context) && subject.isKeyKept !== true
  switch (state) {
    case 'foreign': return failed('issuer-binding/key-not-registered', 'The registry knows its issuer, but not the key that signed it, whatever the address of the issuer says today')
    case 'freed': return failed('issuer-binding/key-of-impostor', 'The key that signed it is of somebody who had registered its issuer and was found not to be it')
    case 'unvouched': return unknown(unvouched, 'Somebody registered its issuer on the ledger under other keys, and nobody vouches for that registration')
    case 'withdrawn': return failed('issuer-binding/key-withdrawn', 'The key that signed it was withdrawn, and no ledger shows that it was used before')
    case 'doubtful': return unknown('issuer-binding/key-compromised', 'It was signed when others than its issuer may have had the key')
    case 'disputed': return unknown('issuer-binding/registries-disagree', 'One registry gives the key that signed it to its issuer, and another does not')
    case 'untold': return unknown('issuer-binding/key-history-unknown', 'The key that signed it is not among those that its issuer has now, and what was before could not be looked up')
    // A registry that the verifier trusts ties the key to the issuer: the document need not, but where the address serves other keys
    // the registration must be one that somebody vouches for.
    case 'good': {
      if (bound.code !== documentUnproven) return bound
      if (isNoted || isVouchedForAnywhere(did, context)) return passed
      return subject.isKeyKept === true ? bound : unknown(unvouched, 'Its issuer is registered under the key that signed it, but nobody has checked that the address in its name is theirs')
    }
    case 'unlisted': return bound.code === documentUnproven && isNoted ? passed : bound
  }
}

function bindByDocument({ read, issuerId, proofs, isKeyUnproven }: Subject): Finding {
  const isOpen = read.token !== undefined && proofs.some(({ outcome }) => outcome === 'unknown')
  if (isOpen && proofs.every(({ verificationMethod }) => verificationMethod === null)) return unknown('issuer-binding/not-resolved', 'Which key signed it could not be looked up')
  if (read.fault !== undefined || proofs.every(({ verificationMethod }) => verificationMethod === null)) return notApplicable('issuer-binding/no-key', 'No key signed it')
  if (issuerId === null) return failed('issuer-binding/issuer-missing', 'It names no issuer')
  const ofIssuer = proofs.filter((proof) => controllerOf(proof) === issuerId)
  if (ofIssuer.length === 0) return failed('issuer-binding/key-of-another', 'The key that signed it is not one that its issuer controls')
  if (ofIssuer.some(({ outcome }) => outcome === 'passed')) {
    return isKeyUnproven ? unknown(documentUnproven, 'The document that ties the key to the issuer came from whoever shared this') : passed
  }
  const refused = ofIssuer.find(({ code }) => code === 'proof/key-not-found' || code === 'proof/key-not-allowed')
  if (refused !== undefined) return failed('issuer-binding/key-not-listed', 'The issuer does not list the key that signed it')
  if (ofIssuer.some(({ code }) => code === 'proof/signature-invalid')) return unknown('issuer-binding/nothing-signed', 'It names a key of its issuer, but that key signed something else')
  return unknown('issuer-binding/not-resolved', 'Whether the key belongs to the issuer could not be looked up')
}
