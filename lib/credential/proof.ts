import type { VerificationRelationship } from '../did/did-document.ts'
import { parseDidUrl } from '../did/did-url.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { parseDateTime } from './date-time.ts'
import { isJsonObject } from './parse-json.ts'
import { without } from './unsecured-document.ts'

/** A proof inside a document (Verifiable Credential Data Integrity 1.0, "Proofs"), its members of the right kind but nothing checked. */
export interface Proof {
  /** As it stands in the document, without its `proofValue`: what is hashed. */
  readonly options: JsonObject
  readonly verificationMethod: string
  readonly proofPurpose: string
  readonly proofValue: string
  readonly created: Date | undefined
  readonly expires: Date | undefined
  readonly challenge: string | undefined
  readonly domains: readonly string[]
}

/** What a proof that is made here says. */
export type DataIntegrityProof = {
  readonly id?: string
  readonly type: 'DataIntegrityProof'
  readonly cryptosuite: string
  readonly created?: string
  readonly verificationMethod: string
  readonly proofPurpose: VerificationRelationship
  readonly challenge?: string
  readonly domain?: string
  readonly previousProof?: string | readonly string[]
  readonly '@context'?: Json
  readonly proofValue: string
}

/** A document together with the proof made for it. */
export type Secured<Document extends JsonObject> = Document & { readonly proof: DataIntegrityProof }

/** Reads the members of a proof; undefined when one is missing or of the wrong kind. */
export function parseProof(value: Json): Proof | undefined {
  if (!isJsonObject(value)) return undefined
  const { id, verificationMethod, proofPurpose, proofValue, created, expires, challenge, domain } = value
  if (typeof verificationMethod !== 'string' || typeof proofPurpose !== 'string' || typeof proofValue !== 'string') return undefined
  if (id !== undefined && typeof id !== 'string') return undefined
  const times = { created: parseDateTime(created), expires: parseDateTime(expires) }
  if (created !== undefined && times.created === undefined) return undefined
  if (expires !== undefined && times.expires === undefined) return undefined
  if (challenge !== undefined && typeof challenge !== 'string') return undefined
  const domains = domain === undefined ? [] : typeof domain === 'string' ? [domain] : domain
  if (!Array.isArray(domains) || !domains.every((item) => typeof item === 'string')) return undefined
  return { options: without(value, 'proofValue'), verificationMethod, proofPurpose, proofValue, ...times, challenge, domains }
}

/** The DID in front of a verification method, or undefined when it is none. */
export function didOfMethod(verificationMethod: string): string | undefined {
  try {
    return parseDidUrl(verificationMethod).did
  } catch {
    return undefined
  }
}
