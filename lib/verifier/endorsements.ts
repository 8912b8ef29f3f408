import { readAddressStatement } from '../credential/address-statement.ts'
import { contentDigest, readEndorsement, type EndorsementWords } from '../credential/endorsement.ts'
import type { Finding } from '../credential/finding.ts'
import { isJsonObject, listOf, parseJsonObject } from '../credential/parse-json.ts'
import { matchesIdentity } from '../credential/open-badge.ts'
import { createKeyResolver } from '../credential/resolve-key.ts'
import { verifyProofs } from '../credential/verify-proofs.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { EverlearnedError } from '../error.ts'
import { failed, notApplicable, passed, unknown, type Integrity, type Level, type Report } from './report.ts'
import { typesOf } from './standard.ts'
import { controllerOf, idOf, type Subject } from './subject.ts'
import type { VerifyContext } from './verify-context.ts'

/** Which node saw a contact address answer a code, and when; its word, under its key. */
export interface SeenAddress {
  readonly node: string
  /** As the node calls itself. Untrusted: show it as its own words. */
  readonly nodeUrl: string | null
  readonly at: string
}

/** One endorsement of a credential, and whether it counts. Untrusted: the words and the name are those of whoever signed it. */
export interface EndorsementReport {
  /** It came inside the credential, or beside it in a share. */
  readonly place: 'inside' | 'beside'
  readonly name: string | null
  readonly words: EndorsementWords
  /** Whether it is of this very credential. */
  readonly relation: Finding
  /** Whether it is of what this credential says; an endorsement of another system may not tell. */
  readonly content: Finding
  /** Whether a node saw a contact address of whoever signed it. */
  readonly address: Finding
  readonly seen?: SeenAddress
  /** Whether somebody else signed it than the issuer or the person of the credential, as far as their names tell. */
  readonly other: Finding
  /** `endorsed`: somebody says so, and nobody checked who they are; `attested`: an organisation that this verifier knows; null when it does not count. */
  readonly level: 'endorsed' | 'attested' | null
  /** The verdict on it alone. */
  readonly report: Report
}

/** An endorsement with its verdict, before it is held against the credential that it is attached to. */
export interface JudgedEndorsement {
  readonly place: EndorsementReport['place']
  readonly document: JsonObject
  readonly report: Report
}

const ladder: readonly Level[] = ['self-stated', 'evidenced', 'endorsed', 'attested', 'assessed', 'accredited']

/**
 * Holds endorsements against the credential that they should be of. What its issuer or its person signed themselves counts nothing,
 * nor does a second one of the same key, one that was taken back, or one with a false statement about an address.
 */
export async function judgeEndorsements(found: readonly JudgedEndorsement[], host: Subject, context: VerifyContext): Promise<readonly EndorsementReport[]> {
  const judged: EndorsementReport[] = []
  const signers = new Set<string>()
  for (const each of found) {
    const checked = await judgeOne(each, host, context)
    const signer = idOf(each.document['issuer']) ?? ''
    const isAgain = signers.has(signer)
    if (checked.level !== null) signers.add(signer)
    judged.push(isAgain && checked.level !== null ? { ...checked, level: null, other: failed('endorsement/again', 'The same key endorsed it before') } : checked)
  }
  return judged
}

async function judgeOne({ place, document, report }: JudgedEndorsement, host: Subject, context: VerifyContext): Promise<EndorsementReport> {
  const { name, digest, addressStatement, ...words } = readEndorsement(document)
  const relation = checkSubject(document, host)
  const content = checkContent(digest, host, context)
  const { address, seen, identity } = await checkAddress(addressStatement, document, context)
  const other = checkOther(document, { host, identity, context })
  const isGood = report.integrity === 'passed' && relation.outcome === 'passed' && ['passed', 'not-applicable'].includes(content.outcome) && other.outcome === 'passed' && address.outcome !== 'failed'
  const level = !isGood ? null : ladder.indexOf(report.level) >= ladder.indexOf('attested') ? 'attested' : report.level === 'endorsed' ? 'endorsed' : null
  return { place, name, words, relation, content, address, ...(seen === undefined ? {} : { seen }), other, level, report }
}

function checkSubject(document: JsonObject, host: Subject): Finding {
  const [hostId, ids] = [idOf(host.document), listOf(document['credentialSubject']).map(idOf)]
  if (!typesOf(document).includes('EndorsementCredential')) return failed('endorsement/no-endorsement', 'It is no endorsement')
  if (hostId === null) return unknown('endorsement/subject-unnamed', 'What it is attached to has no id')
  return ids.length === 1 && ids[0] === hostId ? passed : failed('endorsement/other-subject', 'It endorses something else')
}

/** A holder may put another content under the same id: only the digest tells what the endorser meant. */
function checkContent(digest: string | null, host: Subject, { cryptography }: VerifyContext): Finding {
  if (digest === null) return notApplicable('endorsement/content-unbound', 'It does not say of which content it is')
  if (host.read.token !== undefined) return unknown('endorsement/content-not-compared', 'The content of a token is not compared')
  return contentDigest(host.document, cryptography) === digest ? passed : failed('endorsement/other-content', 'It was given for another version of this')
}

interface CheckedAddress {
  readonly address: Finding
  readonly seen?: SeenAddress
  readonly identity?: JsonObject
}

async function checkAddress(text: string | null, endorsement: JsonObject, { cryptography, now }: VerifyContext): Promise<CheckedAddress> {
  if (text === null) return { address: notApplicable('endorsement/address-unseen', 'No node says that it reached whoever signed it') }
  const broken = { address: failed('endorsement/address-false', 'What it says of a contact address is not what a node signed') }
  const document = parseStatement(text)
  const said = document === undefined ? undefined : readAddressStatement(document)
  if (document === undefined || said === undefined) return broken
  // Only names that are keys: whose they are is shown, and nothing is looked up for it.
  const proofs = said.node.startsWith('did:key:') ? await verifyProofs(document, { cryptography, now, expectedPurpose: 'assertionMethod', resolveKey: createKeyResolver({ documents: {} }) }) : []
  const isSigned = proofs.length > 0 && proofs.every((proof) => proof.outcome === 'passed' && controllerOf(proof) === said.node)
  if (!isSigned) return broken
  const signer = idOf(endorsement['issuer'])
  if (said.endorser !== signer) return { address: failed('endorsement/address-of-another', 'The contact address is that of another key') }
  if (said.node === signer) return { address: failed('endorsement/address-own-word', 'It states its own contact address') }
  return { address: passed, seen: { node: said.node, nodeUrl: said.nodeUrl, at: said.confirmedAt }, identity: said.identity }
}

function parseStatement(text: string): JsonObject | undefined {
  try {
    return parseJsonObject(text)
  } catch (error) {
    if (error instanceof EverlearnedError) return undefined
    throw error
  }
}

/** Names tell little: a person can make as many keys as they like. What can be seen is told. */
function checkOther(document: JsonObject, { host, identity, context }: { readonly host: Subject; readonly identity: JsonObject | undefined; readonly context: VerifyContext }): Finding {
  const own = failed('endorsement/own-word', 'Whoever issued it, or whom it is about, signed this themselves')
  const subjects = listOf(host.document['credentialSubject'])
  const parties = [host.issuerId, ...subjects.map(idOf)]
  if (parties.includes(idOf(document['issuer']))) return own
  if (identity === undefined) return passed
  const { holder, cryptography } = context
  const identifiers = subjects.filter(isJsonObject).flatMap((subject) => listOf(subject['identifier'])).filter(isJsonObject)
  const isSame = identifiers.some((each) => each['identityHash'] === identity['identityHash'] && each['salt'] === identity['salt'])
  const plain = [...identifiers.filter(({ hashed }) => hashed !== true).map((each) => each['identityHash']), holder].filter((each) => typeof each === 'string')
  return isSame || plain.some((address) => matchesIdentity(identity, address, cryptography)) ? own : passed
}

/** The step on the ladder with the endorsements that count: they raise what its issuer alone says, never above what they are themselves. */
export function raiseLevel(level: Level, integrity: Integrity, endorsements: readonly EndorsementReport[]): Level {
  if (integrity !== 'passed') return level
  return endorsements.reduce<Level>((highest, { level: each }) => (each !== null && ladder.indexOf(each) > ladder.indexOf(highest) ? each : highest), level)
}
