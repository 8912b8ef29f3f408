import type { Finding } from '../../credential/finding.ts'
import { isJsonObject, listOf } from '../../credential/parse-json.ts'
import { decodeBase64 } from '../../encoding/base64url.ts'
import { equalBytes } from '../../encoding/bytes.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { decodeMultibase } from '../../encoding/multibase.ts'
import { EverlearnedError } from '../../error.ts'
import { failed, notApplicable, passed, unknown } from '../report.ts'
import type { Subject } from '../subject.ts'
import type { VerifyContext } from '../verify-context.ts'

/** Is the evidence handed over the evidence that was meant? Nothing is fetched: files are compared with the digests that were signed. */
export function checkEvidence({ document }: Subject, { evidence = [], cryptography }: VerifyContext): Finding {
  // Evidence that is text alone, or a file within the credential, was signed with it.
  const named = listOf(document['evidence']).filter(isJsonObject).filter(({ id }) => typeof id === 'string' && !id.startsWith('data:'))
  if (named.length === 0) return notApplicable('evidence/none', 'It names no evidence outside itself')
  const digests = named.map((item) => digestOf(item, document))
  if (digests.includes(undefined)) return unknown('evidence/not-bound', 'It names evidence by address alone, so what lies there may have changed')
  if (evidence.length === 0) return unknown('evidence/not-supplied', 'The files of its evidence were not handed over')
  const supplied = evidence.map((file) => cryptography.sha256(file))
  const isMatched = digests.every((digest) => digest !== undefined && supplied.some((hash) => equalBytes(hash, digest)))
  return isMatched ? passed : failed('evidence/digest-mismatch', 'A file of its evidence is missing or was altered')
}

/** The SHA-256 digest of an item: its own, or that of the related resource with its id (Verifiable Credentials Data Model 2.0, "Integrity of Related Resources"). */
function digestOf(item: JsonObject, document: JsonObject): Uint8Array | undefined {
  const related = listOf(document['relatedResource']).filter(isJsonObject).filter(({ id }) => id === item['id'])
  for (const { digestSRI, digestMultibase } of [item, ...related]) {
    const digest = readDigest(digestSRI, digestMultibase)
    if (digest !== undefined) return digest
  }
  return undefined
}

function readDigest(sri: Json | undefined, multibase: Json | undefined): Uint8Array | undefined {
  try {
    if (typeof sri === 'string' && sri.startsWith('sha256-')) return decodeBase64(sri.slice(7))
    // Multihash: 0x12 for SHA2-256, 0x20 for 32 bytes.
    const bytes = typeof multibase === 'string' ? decodeMultibase(multibase) : undefined
    return bytes?.[0] === 0x12 && bytes[1] === 0x20 && bytes.length === 34 ? bytes.subarray(2) : undefined
  } catch (error) {
    if (error instanceof EverlearnedError) return undefined
    throw error
  }
}
