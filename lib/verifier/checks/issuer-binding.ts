import type { Finding } from '../../credential/finding.ts'
import type { ProofFinding } from '../../credential/verify-proofs.ts'
import { failed, notApplicable, passed, unknown } from '../report.ts'
import type { Subject } from '../subject.ts'

/**
 * Is the key that signed it a key of the issuer that it names? The controller in front of the key's id must be the issuer,
 * and that controller's document must have been read from somewhere that the sharer did not choose.
 */
export function checkIssuerBinding({ read, issuerId, proofs, isKeyUnproven }: Subject): Finding {
  const isOpen = read.token !== undefined && proofs.some(({ outcome }) => outcome === 'unknown')
  if (isOpen && proofs.every(({ verificationMethod }) => verificationMethod === null)) return unknown('issuer-binding/not-resolved', 'Which key signed it could not be looked up')
  if (read.fault !== undefined || proofs.every(({ verificationMethod }) => verificationMethod === null)) return notApplicable('issuer-binding/no-key', 'No key signed it')
  if (issuerId === null) return failed('issuer-binding/issuer-missing', 'It names no issuer')
  const ofIssuer = proofs.filter((proof) => controllerOf(proof) === issuerId)
  if (ofIssuer.length === 0) return failed('issuer-binding/key-of-another', 'The key that signed it is not one that its issuer controls')
  if (ofIssuer.some(({ outcome }) => outcome === 'passed')) {
    return isKeyUnproven ? unknown('issuer-binding/document-unproven', 'The document that ties the key to the issuer came from whoever shared this') : passed
  }
  const refused = ofIssuer.find(({ code }) => code === 'proof/key-not-found' || code === 'proof/key-not-allowed')
  if (refused !== undefined) return failed('issuer-binding/key-not-listed', 'The issuer does not list the key that signed it')
  if (ofIssuer.some(({ code }) => code === 'proof/signature-invalid')) return unknown('issuer-binding/nothing-signed', 'It names a key of its issuer, but that key signed something else')
  return unknown('issuer-binding/not-resolved', 'Whether the key belongs to the issuer could not be looked up')
}

function controllerOf({ verificationMethod }: ProofFinding): string {
  return verificationMethod?.split('#', 1)[0] ?? ''
}
