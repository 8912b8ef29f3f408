import { parseDateTime } from '../../credential/date-time.ts'
import type { Finding } from '../../credential/finding.ts'
import { matchesIdentity } from '../../credential/open-badge.ts'
import { isJsonObject, listOf } from '../../credential/parse-json.ts'
import { clockSkewSeconds, type ProofFinding } from '../../credential/verify-proofs.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import type { ReadCredential } from '../input.ts'
import { failed, notApplicable, passed, unknown, type CheckName } from '../report.ts'
import type { VerifyContext } from '../verify-context.ts'
import { findAssertionFault, findBadgeClassFault, hasExtensions } from './assertion-shape.ts'
import { editionOf, recipientOf, textOf, verificationOf, type Edition, type Verification } from './assertion.ts'
import { createDocumentFinder, type FindDocument } from './find-document.ts'
import { isInScope } from './issuer-scope.ts'
import { verifyAssertion, type AssertionProof } from './verify-assertion.ts'

/** What was found out about an assertion of Open Badges before 3.0. */
export interface JudgedAssertion {
  readonly document: JsonObject
  readonly issuerId: string | null
  readonly proofs: readonly ProofFinding[]
  /** The answers to those of the eleven questions that older badges put differently. */
  readonly answers: Partial<Record<CheckName, Finding>>
}

/** An assertion with what it refers to, as far as that could be had. */
interface Gathered {
  readonly document: JsonObject
  readonly edition: Edition
  readonly verification: Verification
  readonly badgeClass: JsonObject | undefined
  readonly issuerId: string | null
  /** As it is served at the issuer's own address: one written into the badge is only a claim. */
  readonly profile: JsonObject | undefined
  readonly proof: AssertionProof
  readonly find: FindDocument
}

/**
 * Judges an assertion of Open Badges 0.5 to 2.1: hosted ones by the copy that their issuer serves, signed ones under the key that
 * their issuer lists.
 *
 * Untrusted: all of it, and every document it names. What is not among the caller's documents and cannot be fetched is unknown.
 */
export async function judgeOpenBadge2(read: ReadCredential, context: VerifyContext): Promise<JudgedAssertion> {
  const find = createDocumentFinder(context)
  const document = read.address === undefined ? read.document : await find(read.address)
  if (document === undefined) return notHad(read.address ?? null)
  const gathered = await gather({ ...read, document }, find, context)
  return {
    document, issuerId: gathered.issuerId, proofs: [gathered.proof.proof],
    answers: {
      'format': checkFormat(gathered, read.address), 'schema': checkSchema(gathered), 'proof': checkProof(gathered), 'issuer-binding': checkIssuer(gathered),
      'validity-period': checkPeriod(gathered, context), 'status': await checkStatus(gathered), 'evidence': checkEvidence(gathered), 'holder-binding': checkRecipient(gathered, context),
    },
  }
}

/** The badge in a picture may be no more than the address at which it is served. */
function notHad(address: string | null): JudgedAssertion {
  const open = (check: string): Finding => unknown(`${check}/not-fetched`, 'It is only the address of a badge, and what is there could not be had')
  const proof: ProofFinding = { ...open('proof'), cryptosuite: 'hosted', verificationMethod: address }
  const checks = ['format', 'schema', 'proof', 'issuer-binding', 'validity-period', 'status', 'evidence', 'holder-binding'] as const
  return { document: {}, issuerId: null, proofs: [proof], answers: Object.fromEntries(checks.map((check) => [check, open(check)])) }
}

async function gather({ document, token }: ReadCredential, find: FindDocument, context: VerifyContext): Promise<Gathered> {
  const verification = verificationOf(document)
  const badgeClass = await follow(document['badge'], find)
  const issuer = badgeClass?.['issuer']
  const issuerId = isJsonObject(issuer) ? textOf(issuer['id']) ?? textOf(issuer['origin']) : textOf(issuer)
  const profile = issuerId === null ? undefined : await find(issuerId)
  const proof = await verifyAssertion({ document, verification, token, find }, profile, context)
  return { document, edition: editionOf(document) ?? '2.0', verification, badgeClass, issuerId, profile, proof, find }
}

/** What is served at an address goes before what is written in its place. */
async function follow(value: Json | undefined, find: FindDocument): Promise<JsonObject | undefined> {
  const address = textOf(isJsonObject(value) ? value['id'] : value)
  const served = address === null ? undefined : await find(address)
  return served ?? (isJsonObject(value) ? value : undefined)
}

function checkFormat({ document, edition, verification }: Gathered, address: string | undefined): Finding {
  if (editionOf(document) === undefined) return failed('format/not-a-credential', 'This is no badge')
  if (edition === '2.0' && !listOf(document['@context']).includes('https://w3id.org/openbadges/v2')) return failed('format/context-missing', 'None of its contexts is that of Open Badges')
  if (recipientOf(document) === undefined) return failed('format/subject-missing', 'It does not say whose it is')
  if (edition !== '0.5' && !isJsonObject(document['recipient'])) return failed('format/subject-malformed', 'Whose it is, it does not say in the way of its standard')
  if (edition !== '0.5' && document['verification'] === undefined && document['verify'] === undefined) return failed('format/verification-missing', 'It does not say how it is to be verified')
  if (edition === '2.0' && textOf(document['id']) === null) return failed('format/id-missing', 'It has no id')
  if (address !== undefined && verification.address !== address) return failed('format/id-mismatch', 'At its address lies a badge of another')
  return passed
}

/** These are rules of our own after Open Badges 2.0, which has no published schema. */
function checkSchema({ document, edition, badgeClass }: Gathered): Finding {
  if (edition !== '2.0') return unknown('schema/not-supported', 'The rules of this old edition are not looked at')
  const fault = findAssertionFault(document) ?? (badgeClass === undefined ? undefined : findBadgeClassFault(badgeClass))
  if (fault !== undefined) return failed('schema/rule-broken', `${fault.pointer || '/'} ${fault.state}`)
  if (hasExtensions(document)) return unknown('schema/extension-unchecked', 'It has extensions whose rules are not looked at')
  return badgeClass === undefined ? unknown('schema/badge-class-unavailable', 'What the badge stands for could not be had') : passed
}

function checkProof({ proof: { proof } }: Gathered): Finding {
  return proof.outcome === 'passed' ? passed : { outcome: proof.outcome, code: proof.code ?? 'proof/unknown', reason: proof.reason ?? 'It could not be verified' }
}

/** May what vouches for it speak for the issuer that it names? */
function checkIssuer({ badgeClass, issuerId, profile, verification, proof }: Gathered): Finding {
  if (verification.type === 'other') return unknown('issuer-binding/not-supported', 'The way in which it is to be verified is not supported')
  if (badgeClass === undefined) return unknown('issuer-binding/not-resolved', 'What the badge stands for, and so who issued it, could not be had')
  if (issuerId === null) return failed('issuer-binding/issuer-missing', 'It names no issuer')
  if (profile === undefined) return unknown('issuer-binding/not-resolved', 'The profile of its issuer could not be had')
  if (profile['id'] !== issuerId) return unknown('issuer-binding/profile-mismatch', 'At the address of its issuer lies the profile of another')
  return verification.type === 'hosted' ? checkScope(verification, issuerId, profile) : checkKey(proof, issuerId, profile)
}

function checkScope({ address }: Verification, issuerId: string, profile: JsonObject): Finding {
  if (address === null) return unknown('issuer-binding/not-resolved', 'It does not say where its issuer serves it')
  return isInScope(address, issuerId, profile) ? passed : failed('issuer-binding/outside-scope', 'It is not served where its issuer serves badges')
}

function checkKey({ key, proof }: AssertionProof, issuerId: string, profile: JsonObject): Finding {
  if (key === undefined) return proof.code === 'proof/missing' ? notApplicable('issuer-binding/no-key', 'No key signed it') : unknown('issuer-binding/not-resolved', 'The key that it names could not be had')
  const listed = listOf(profile['publicKey']).map((entry) => (isJsonObject(entry) ? entry['id'] : entry))
  const isListed = proof.verificationMethod !== null && listed.includes(proof.verificationMethod) && key['id'] === proof.verificationMethod
  return isListed && key['owner'] === issuerId ? passed : failed('issuer-binding/key-not-listed', 'The issuer does not list the key that signed it')
}

function checkPeriod({ document: { issuedOn, issued_on: oldIssuedOn, expires } }: Gathered, { now }: VerifyContext): Finding {
  const [begins, ends] = [issuedOn ?? oldIssuedOn, expires]
  if (begins === undefined && ends === undefined) return notApplicable('validity-period/none', 'It names no period')
  const [from, until] = [momentOf(begins, 'T00:00:00Z'), momentOf(ends, 'T23:59:59Z')]
  if ((begins !== undefined && from === undefined) || (ends !== undefined && until === undefined)) return failed('validity-period/malformed', 'Its period is not written as moments')
  if (from !== undefined && until !== undefined && until <= from) return failed('validity-period/empty', 'Its period ends before it begins')
  if (until !== undefined && until <= now) return failed('validity-period/expired', 'Its period is over')
  if (from !== undefined && from.getTime() > now.getTime() + clockSkewSeconds * 1_000) return failed('validity-period/not-yet', 'Its period has not begun')
  return passed
}

/** Old badges have seconds, days, or moments without a zone, which are read as UTC; a day is over when it ends. */
function momentOf(value: Json | undefined, ofDay: string): Date | undefined {
  if (typeof value === 'number') return Math.abs(value) <= 8.64e12 ? new Date(value * 1_000) : undefined
  if (typeof value !== 'string') return undefined
  return parseDateTime(value) ?? parseDateTime(`${value}Z`) ?? parseDateTime(value + ofDay)
}

async function checkStatus({ document, verification, proof: { hosted }, profile, issuerId, find }: Gathered): Promise<Finding> {
  const revoked = failed('status/revoked', 'Its issuer revoked it')
  if (document['revoked'] === true) return revoked
  if (verification.type === 'hosted') {
    if (hosted === undefined) return unknown('status/list-unavailable', 'Whether its issuer still serves it could not be looked up')
    return hosted['revoked'] === true ? revoked : passed
  }
  if (verification.type === 'other') return unknown('status/not-supported', 'The kind of its status is not supported')
  if (profile === undefined) return unknown('status/list-unavailable', 'The profile of its issuer, which names a revocation list, could not be had')
  const address = textOf(profile['revocationList'])
  if (address === null) return notApplicable('status/none', 'Its issuer names no place where it would say that it was withdrawn')
  const list = await find(address)
  if (list === undefined) return unknown('status/list-unavailable', 'The revocation list of its issuer could not be had')
  const { revokedAssertions, issuer } = list
  if (!Array.isArray(revokedAssertions)) return unknown('status/list-malformed', 'The revocation list of its issuer cannot be read')
  if (issuer !== undefined && issuer !== issuerId) return unknown('status/issuer-mismatch', 'The revocation list is of another issuer')
  const names = [document['id'], document['uid']].filter((name) => typeof name === 'string')
  const isListed = (revokedAssertions as readonly Json[]).some((entry) => (isJsonObject(entry) ? [entry['id'], entry['uid']] : [entry]).some((name) => typeof name === 'string' && names.includes(name)))
  return isListed ? revoked : passed
}

/** Open Badges 2.0 names evidence by address alone, or says in words what it is. */
function checkEvidence({ document }: Gathered): Finding {
  const isOutside = listOf(document['evidence']).some((item) => {
    const address = isJsonObject(item) ? item['id'] : item
    return typeof address === 'string' && /^https?:/i.test(address)
  })
  return isOutside ? unknown('evidence/not-bound', 'It names evidence by address alone, so what lies there may have changed') : notApplicable('evidence/none', 'It names no evidence outside itself')
}

function checkRecipient({ document }: Gathered, { holder, cryptography }: VerifyContext): Finding {
  if (holder === undefined) return notApplicable('holder-binding/no-holder', 'Nobody was named whose it should be')
  const recipient = recipientOf(document)
  const isEmail = recipient?.type === 'email'
  if (recipient === undefined || isEmail !== !holder.startsWith('did:')) return unknown('holder-binding/subject-unnamed', 'It does not name its subject in that way')
  const hash = String(recipient.identity['identityHash'])
  if (recipient.identity['hashed'] === true && !/^sha256\$/i.test(hash)) return unknown('holder-binding/hash-not-supported', 'The way in which it hides whose it is, is not supported')
  return matchesIdentity(recipient.identity, holder, cryptography) ? passed : failed('holder-binding/other-subject', 'It is about somebody else')
}
