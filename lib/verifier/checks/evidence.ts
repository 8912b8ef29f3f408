import type { Finding } from '../../credential/finding.ts'
import { worstOutcome } from '../../credential/finding.ts'
import { isJsonObject, listOf } from '../../credential/parse-json.ts'
import { compareWithPublished } from '../../credential/related-resource.ts'
import { hasDigest, readDigests, type ResourceDigest } from '../../credential/resource-digest.ts'
import { decodeBase64url } from '../../encoding/base64url.ts'
import { EncodingError } from '../../encoding/encoding-error.ts'
import { encodeHex } from '../../encoding/hex.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import type { Bundle } from '../bundle.ts'
import { failed, notApplicable, passed, unknown } from '../report.ts'
import type { Subject } from '../subject.ts'
import type { EvidenceFile, VerifyContext } from '../verify-context.ts'

/** Untrusted: a credential that names more evidence or other resources than this is not compared with files. */
const maxResources = 100

/** Is the evidence handed over the evidence that was meant? Nothing is fetched: files are compared with the digests that were signed. */
export function checkEvidence({ document, input: { bundle } }: Subject, context: VerifyContext): Finding {
  const related = listOf(document['relatedResource'])
  // Evidence that is text alone, or a file within the credential, was signed with it.
  const named = listOf(document['evidence']).filter(isJsonObject).filter(({ id }) => typeof id === 'string' && !id.startsWith('data:'))
  if (named.length + related.length > maxResources) return unknown('evidence/too-many', `It names more than ${maxResources} resources`)
  const resources = related.filter(isJsonObject)
  const ids = resources.map(({ id }) => id)
  // Verifiable Credentials Data Model 2.0, "Integrity of Related Resources": each once, with a digest.
  if (resources.length < related.length || ids.some((id) => typeof id !== 'string') || new Set(ids).size < ids.length) return failed('evidence/resource-malformed', 'It names a related resource twice, or not by an address')
  const others = resources.filter(({ id }) => !named.some((item) => item['id'] === id))
  const findings = [...named.map((item) => checkItem([item, ...resources.filter(({ id }) => id === item['id'])], filesFor(item, bundle, context), context)), ...others.map((resource) => checkResource(resource, context))]
  const worst = worstOutcome(findings.map(({ outcome }) => outcome))
  // What is bound besides evidence makes nobody's word evidenced.
  if (worst === 'passed' && named.length === 0) return notApplicable('evidence/resources-intact', 'It names no evidence; what else it binds is as it was')
  return findings.find(({ outcome }) => outcome === worst) ?? notApplicable('evidence/none', 'It names no evidence outside itself')
}

/**
 * The files to compare: all that the caller has, and from a share what it hands over under that very id. A sharer may show one entry with its
 * files and another without; that a file is not there is then no sign that it was altered.
 */
function filesFor({ id }: JsonObject, bundle: Bundle | undefined, { evidence = [] }: VerifyContext): readonly EvidenceFile[] {
  const shared = bundle?.evidence?.filter((file) => file.id === id) ?? []
  return [...evidence, ...shared.flatMap(({ bytes }) => bytesOf(bytes) ?? [])]
}

/** The bytes of a file that was handed over. Untrusted: what is no base64url is no file. */
export function bytesOf(text: string): EvidenceFile | undefined {
  try {
    return decodeBase64url(text)
  } catch (error) {
    if (error instanceof EncodingError) return undefined
    throw error
  }
}

/** A piece of evidence: its own digests, and those of the related resource with its id. */
function checkItem(statements: readonly JsonObject[], evidence: readonly EvidenceFile[], { cryptography }: VerifyContext): Finding {
  const digests = digestsOf(statements)
  if (digests === undefined) return unknown('evidence/digest-not-supported', 'The way in which it binds its evidence is not supported')
  if (digests.length === 0) return unknown('evidence/not-bound', 'It names evidence by address alone, so what lies there may have changed')
  if (evidence.length === 0) return unknown('evidence/not-supplied', 'The files of its evidence were not handed over')
  const isMatched = evidence.some((file) => digests.every((digest) => hasDigest(file, digest, cryptography)))
  return isMatched ? passed : failed('evidence/digest-mismatch', 'A file of its evidence is missing or was altered')
}

/** Anything else that it binds: contexts are known by the digests they were published under, the rest must be handed over. */
function checkResource(resource: JsonObject, { evidence = [], cryptography }: VerifyContext): Finding {
  const compared = compareWithPublished(resource)
  if (compared === 'altered') return failed('evidence/digest-mismatch', 'It was made under other contents of a context than those that were published')
  if (compared === 'same') return passed
  const digests = digestsOf([resource])
  if (digests === undefined) return unknown('evidence/digest-not-supported', 'The way in which it binds a related resource is not supported')
  if (digests.length === 0) return failed('evidence/resource-malformed', 'It names a related resource without a digest')
  const isMatched = evidence.some((file) => digests.every((digest) => hasDigest(file, digest, cryptography)))
  return isMatched ? passed : unknown('evidence/not-supplied', 'A resource that it binds was not handed over')
}

/** What a file must hash to, as all these statements say together. Undefined when a digest cannot be computed here, or when one statement leaves a choice: it would bind no one file. */
export function digestsOf(statements: readonly JsonObject[]): readonly ResourceDigest[] | undefined {
  const read = statements.map(readDigests)
  return read.every((digests) => digests !== undefined && digests.every(({ algorithm }) => algorithm !== 'sha512') && !leavesChoice(digests)) ? read.flatMap((digests) => digests ?? []) : undefined
}

/** Subresource Integrity, "The integrity attribute": several digests of one hash are alternatives. */
function leavesChoice(digests: readonly ResourceDigest[]): boolean {
  return digests.some((one) => digests.some((other) => one.algorithm === other.algorithm && encodeHex(one.bytes) !== encodeHex(other.bytes)))
}
