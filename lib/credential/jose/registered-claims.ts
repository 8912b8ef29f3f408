import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { parseDateTime } from '../date-time.ts'
import { isJsonObject, listOf } from '../parse-json.ts'
import type { SignedMessage } from './signed-message.ts'

/** The credential or presentation that a token carries. */
export interface Carried {
  readonly document: JsonObject
  /** The claim in which the token contradicts the document, or that must not stand beside it: who signed what is then open to choice. */
  readonly conflict?: string
}

/**
 * The document of a token. Under data model 2.0 it is the payload (Securing Verifiable Credentials using JOSE and COSE,
 * "Securing with JOSE"); under 1.1 it is the claim `vc` or `vp` with what the registered claims say of it (Verifiable
 * Credentials Data Model 1.1, "JWT Decoding").
 */
export function readCarried({ header, payload }: Pick<SignedMessage, 'header' | 'payload'>): Carried {
  const { vc, vp } = payload
  const isTyped = typeof header['typ'] === 'string' && /^(application\/)?v[cp]\+/i.test(header['typ'])
  if (vc === undefined && vp === undefined) return withConflict(payload, findConflict(payload, { ...claimsOf(header), ...claimsOf(payload) }) ?? conflictOfReplicas(header, payload))
  const inner = isJsonObject(vc) ? vc : isJsonObject(vp) ? vp : undefined
  if (inner === undefined) return withConflict({}, vc === undefined ? 'vp' : 'vc')
  // The 2.0 media types forbid both claims; beside a second document, or each other, nobody could say which was meant.
  const isMixed = isTyped || (vc !== undefined && vp !== undefined) || 'credentialSubject' in payload || 'verifiableCredential' in payload
  const conflict = isMixed ? (vc === undefined ? 'vp' : 'vc') : findConflict(inner, claimsOf(payload))
  return withConflict(fillIn(inner, payload, vc !== undefined), conflict)
}

const registered = ['iss', 'sub', 'jti', 'nbf', 'exp'] as const

function claimsOf(claims: JsonObject): JsonObject {
  return Object.fromEntries(registered.flatMap((name) => (claims[name] === undefined ? [] : [[name, claims[name]]])))
}

/** Claims repeated in the header must say the same (RFC 7519, "Replicating Claims as Header Parameters"). */
function conflictOfReplicas(header: JsonObject, payload: JsonObject): string | undefined {
  return registered.find((name) => header[name] !== undefined && payload[name] !== undefined && header[name] !== payload[name])
}

function findConflict(document: JsonObject, { iss, sub, jti, nbf, exp }: JsonObject): string | undefined {
  const signer = document['issuer'] ?? document['holder']
  const subjects = listOf(document['credentialSubject'])
  const subjectId = subjects.length === 1 ? idOf(subjects[0]) : undefined
  const isLegacy = document['issuanceDate'] !== undefined || document['expirationDate'] !== undefined
  if (differs(iss, idOf(signer))) return 'iss'
  if (differs(sub, subjectId)) return 'sub'
  if (differs(jti, document['id'])) return 'jti'
  // Under 2.0 these two are about the signature and may differ from the validity of the credential.
  if (isLegacy && differsInTime(nbf, document['issuanceDate'])) return 'nbf'
  return isLegacy && differsInTime(exp, document['expirationDate']) ? 'exp' : undefined
}

function differs(claim: Json | undefined, member: Json | undefined): boolean {
  return claim !== undefined && member !== undefined && claim !== member
}

function differsInTime(claim: Json | undefined, member: Json | undefined): boolean {
  if (claim === undefined || member === undefined) return false
  const moment = parseDateTime(member)
  return typeof claim !== 'number' || moment === undefined || Math.floor(claim) !== Math.floor(moment.getTime() / 1_000)
}

function fillIn(inner: JsonObject, { iss, jti, sub, nbf, exp }: JsonObject, isCredential: boolean): JsonObject {
  const subject = inner['credentialSubject']
  const named = isJsonObject(subject) && typeof sub === 'string' ? { credentialSubject: { id: sub, ...subject } } : {}
  return {
    ...(typeof iss === 'string' ? { [isCredential ? 'issuer' : 'holder']: iss } : {}),
    ...(typeof jti === 'string' ? { id: jti } : {}),
    ...(isCredential ? { ...instant('issuanceDate', nbf), ...instant('expirationDate', exp) } : {}),
    ...inner, ...named,
  }
}

function instant(name: string, seconds: Json | undefined): JsonObject {
  // Untrusted: the ECMAScript time range, beyond which a date cannot be written.
  return typeof seconds === 'number' && Math.abs(seconds) <= 8.64e12 ? { [name]: new Date(seconds * 1_000).toISOString() } : {}
}

function idOf(value: Json | undefined): Json | undefined {
  return isJsonObject(value) ? value['id'] : value
}

function withConflict(document: JsonObject, conflict: string | undefined): Carried {
  return conflict === undefined ? { document } : { document, conflict }
}
