import type { Finding } from '../../credential/finding.ts'
import { isSameMailAddress, parseMailAddress } from '../../credential/mail-address.ts'
import { matchesIdentity } from '../../credential/open-badge.ts'
import { isJsonObject, listOf } from '../../credential/parse-json.ts'
import { failed, notApplicable, passed, unknown } from '../report.ts'
import type { PresentedBy, Subject } from '../subject.ts'
import { idOf } from '../subject.ts'
import type { VerifyContext } from '../verify-context.ts'

/**
 * Does it belong to whoever presents it? The presenter is the key that signed the presentation around it, or the DID or
 * address that the caller names.
 */
export function checkHolderBinding(subject: Subject, context: VerifyContext): Finding {
  const { holder } = context
  const { keyBinding } = subject
  if (keyBinding !== undefined && keyBinding.outcome !== 'passed') return keyBinding.outcome === 'failed' ? failed(holderCode(keyBinding.code), keyBinding.reason ?? 'What its holder signed is false') : unknownProof(keyBinding.code)
  const isIssuersWord = keyBinding === undefined || subject.proofs.some(({ outcome }) => outcome === 'passed')
  if (!isIssuersWord) return unknown('holder-binding/issuer-unproven', 'Whose key showed it is the word of an issuer whose signature did not verify')
  // The issuer itself named the key that showed it.
  if (keyBinding !== undefined && holder === undefined) return passed
  const presenter = subject.holder === null ? undefined : checkPresenter(subject.holder, context)
  if (presenter !== undefined && 'outcome' in presenter) return presenter
  if (presenter === undefined && holder === undefined) return notApplicable('holder-binding/no-holder', 'Nobody was named whose it should be')
  if (presenter !== undefined && holder !== undefined && isDid(holder) && presenter.did !== holder) return failed('holder-binding/presented-by-another', 'Somebody else presented it')
  const named = new Set([presenter?.did, holder].filter((name) => name !== undefined))
  const findings = [...named].map((name) => (isDid(name) ? checkDid(subject, name) : checkAddress(subject, name, context)))
  return findings.find(({ outcome }) => outcome === 'failed') ?? findings.find(({ outcome }) => outcome === 'unknown') ?? passed
}

/** The DID whose key signed the presentation, the finding that settles the matter, or undefined when nobody signed it. */
function checkPresenter({ proofs, holderId }: PresentedBy, { challenge }: VerifyContext): { readonly did: string } | Finding | undefined {
  const bad = proofs.find(({ outcome }) => outcome === 'failed')
  if (bad !== undefined) return failed(holderCode(bad.code), bad.reason ?? 'The proof of the presentation is false')
  const good = proofs.find(({ outcome }) => outcome === 'passed')
  if (good === undefined) {
    if (challenge !== undefined) return proofs.length === 0 ? failed('holder-binding/proof-missing', 'The presentation is not signed') : unknownProof(proofs[0]?.code)
    return proofs.length === 0 ? undefined : unknownProof(proofs[0]?.code)
  }
  const did = good.verificationMethod?.split('#', 1)[0] ?? ''
  return holderId !== null && holderId !== did ? failed('holder-binding/presented-by-another', 'The presentation names another holder than its key belongs to') : { did }
}

function unknownProof(code: string | undefined): Finding {
  return unknown(holderCode(code), 'The proof of the presentation could not be looked at')
}

function holderCode(code = 'proof/unknown'): string {
  return code.replace('proof/', 'holder-binding/')
}

function checkDid({ document, read }: Subject, did: string): Finding {
  const ids = [...listOf(document['credentialSubject']), ...(read.token === undefined ? [] : listOf(document['sub']))].map(idOf).filter((id) => id !== null && parseMailAddress(id) === undefined)
  if (ids.length === 0) return unknown('holder-binding/subject-unnamed', 'It does not name its subject by a DID')
  return ids.includes(did) ? passed : failed('holder-binding/other-subject', 'It is about somebody else')
}

function checkAddress({ document }: Subject, email: string, { cryptography }: VerifyContext): Finding {
  const subjects = listOf(document['credentialSubject'])
  const identities = subjects.filter(isJsonObject).flatMap(({ identifier }) => listOf(identifier)).filter(isJsonObject)
  const hashes = identities.filter(({ identityType }) => typeof identityType === 'string' && /^(ext:)?e-?mail/i.test(identityType))
  // What was delivered as a file names its subject by the address itself.
  const addresses = subjects.map((subject) => parseMailAddress(idOf(subject))).filter((address) => address !== undefined)
  if (hashes.length === 0 && addresses.length === 0) return unknown('holder-binding/subject-unnamed', 'It does not name its subject by an e-mail address')
  const isTheirs = addresses.some((address) => isSameMailAddress(address, email)) || hashes.some((identity) => matchesIdentity(identity, email, cryptography))
  return isTheirs ? passed : failed('holder-binding/other-subject', 'It is about somebody else')
}

function isDid(text: string): boolean {
  return text.startsWith('did:')
}
