import type { Finding } from '../../credential/finding.ts'
import { nameKey } from '../../trust/registries/issuer-standing.ts'
import { judgeIssuerKey, judgeKeyIn } from '../issuer-key.ts'
import { isVouchedFor, issuerVoicesOf } from '../issuer-voices.ts'
import { failed, passed, unknown } from '../report.ts'
import { issuerProofOf, type Subject } from '../subject.ts'
import type { TrustedNetwork } from '../trusted-network.ts'
import type { VerifyContext } from '../verify-context.ts'
import { checkIssuerBinding } from './issuer-binding.ts'

/**
 * Does this verifier know the issuer? By its id in the verifier's own list, or in a registry where somebody else vouches for it; the
 * name that a document gives itself is worth nothing. Anybody may register, free and unasked: that alone makes nobody known.
 */
export async function checkIssuerTrust(subject: Subject, context: VerifyContext): Promise<Finding> {
  const { issuerId } = subject
  if (issuerId === null) return failed('issuer-trust/issuer-missing', 'It names no issuer')
  const { networks, silent, outside } = await issuerVoicesOf(subject, context)
  const listed = outside.flatMap((answer) => (answer.state === 'listed' ? [answer.standing.state] : []))
  const isOwn = context.trust.issuers.some(({ did }) => did === issuerId)
  const spoken = networks.filter(({ network }) => !isOwn || !isOfOtherKeys(network, subject, context)).map(({ state }) => state)
  if (spoken.includes('withdrawn') || (!isOwn && listed.includes('withdrawn'))) return failed('issuer-trust/withdrawn', 'A registry that this verifier trusts has taken its issuer out')
  if (spoken.includes('suspended') || (!isOwn && listed.includes('suspended'))) return failed('issuer-trust/suspended', 'A registry that this verifier trusts has suspended its issuer')
  if (isOwn || networks.some(isVouchedFor) || listed.includes('in-force')) {
    return isOfSomebody(subject, await checkIssuerBinding(subject, context), context)
      ? unknown('issuer-trust/registration-unvouched', 'Its issuer is known by its address, but nobody has checked that whoever registered that address has it') : passed
  }
  if (networks.length > 0) return failed('issuer-trust/registered-only', 'Its issuer has registered itself, as anybody can; nobody whom this verifier trusts vouches for it')
  if (silent.length > 0) return unknown('issuer-trust/not-looked-up', 'The part of the registry that this verifier holds says nothing of its issuer')
  if (outside.some(({ state }) => state === 'unknown')) return unknown('issuer-trust/registry-unreachable', 'A registry that might know its issuer could not be asked')
  return failed('issuer-trust/issuer-unknown', 'Its issuer is not among those that this verifier knows')
}

/** It was signed with a key of a registration of the issuer that nobody vouches for: the address is known, who signed is not. */
function isOfSomebody({ issuerId, proofs }: Subject, { code }: Finding, context: VerifyContext): boolean {
  const publicKey = issuerProofOf({ issuerId, proofs })?.publicKey
  if (code !== 'issuer-binding/registration-unvouched' || publicKey === undefined || issuerId === null) return false
  return judgeIssuerKey({ did: issuerId, key: nameKey(publicKey) }, undefined, context).state !== 'unvouched'
}

/** Somebody registered the issuer under other keys, unvouched for: what became of that registration says nothing of whoever signed this. */
function isOfOtherKeys(network: TrustedNetwork, subject: Subject, context: VerifyContext): boolean {
  const publicKey = issuerProofOf(subject)?.publicKey
  if (publicKey === undefined || subject.issuerId === null) return false
  return judgeKeyIn(network, { did: subject.issuerId, key: nameKey(publicKey), place: undefined }, context) === 'unvouched'
}
