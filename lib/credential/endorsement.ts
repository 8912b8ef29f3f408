import type { Cryptography } from '../crypto/cryptography.ts'
import { decodeBase64, encodeBase64, encodeBase64url } from '../encoding/base64url.ts'
import { decodeUtf8, encodeUtf8 } from '../encoding/bytes.ts'
import { canonicalJson, type JsonObject } from '../encoding/canonical-json.ts'
import { EverlearnedError } from '../error.ts'
import { credentialsContextUrl, openBadgesContextUrl } from './contexts.ts'
import { formatDateTime } from './date-time.ts'
import type { StatusEntry } from './open-badge.ts'
import { isJsonObject, listOf } from './parse-json.ts'
import { without } from './unsecured-document.ts'

/** How an endorser knows the person or the work. */
export const relations = ['supervised', 'worked-beside', 'taught', 'treasurer', 'served', 'other'] as const

/** One of these. */
export type Relation = (typeof relations)[number]

/** What might sway an endorser. */
export const conflicts = ['family', 'paid', 'depends'] as const

/** One of these. */
export type Conflict = (typeof conflicts)[number]

/** Something of a record that an endorser was shown. */
export interface ShownField {
  readonly label: string
  readonly value: string
}

/** What an endorser says. */
export interface EndorsementWords {
  readonly statement: string
  readonly relation: Relation | null
  /** A year or a month: `2019`, `2019-03`. */
  readonly since: string | null
  /** Null when they were not asked: another system may have no such question. */
  readonly conflicts: readonly Conflict[] | null
  readonly shown: readonly ShownField[]
}

/** What goes into an endorsement of one credential. */
export interface EndorsementInput extends EndorsementWords {
  /** `urn:uuid:` and a random UUID. */
  readonly id: string
  readonly issuer: { readonly id: string; readonly name: string; readonly url?: string | undefined }
  readonly about: EndorsedCredential
  /** What a node stated of the endorser's contact address, exactly as signed. */
  readonly addressStatement?: string | undefined
  readonly status: StatusEntry
  readonly validFrom: Date
}

/** Which credential is endorsed, and as which content. */
export interface EndorsedCredential {
  readonly id: string
  /** As {@link contentDigest} makes it. */
  readonly digest: string
}

/** What was read from an endorsement. Untrusted: all of it is its signer's word. */
export interface ReadEndorsement extends EndorsementWords {
  readonly name: string | null
  readonly digest: string | null
  readonly addressStatement: string | null
}

/** Untrusted: what is longer is cut, and no more fields are read. */
export const maxWords = { line: 200, statement: 2_000, fields: 12 } as const

const genres = { relation: 'Relation', conflict: 'ConflictOfInterest', shown: 'Shown', content: 'EndorsedContent', address: 'ContactAddress' } as const
const digestName = 'sha256-jcs'
const addressPrefix = 'data:application/vc+json;base64,'
const maxAddressStatement = 16_384

/**
 * The SHA-256 of what a credential says, in base64url: of its canonical form (RFC 8785) without its proofs and endorsements, so that
 * it is the same for a copy that shows everything, and for one that carries what others said since.
 */
export function contentDigest(document: JsonObject, { sha256 }: Pick<Cryptography, 'sha256'>): string {
  return encodeBase64url(sha256(encodeUtf8(canonicalJson(without(document, 'proof', 'endorsement', 'endorsementJwt')))))
}

/**
 * Builds the endorsement of a credential, ready to be signed (Open Badges 3.0, "EndorsementCredential").
 *
 * Open Badges has no members for a relation or a conflict of interest: each is a piece of `evidence` under a `genre` of its own.
 */
export function createEndorsement({ id, issuer, about, addressStatement, status, validFrom, ...words }: EndorsementInput): JsonObject {
  const evidence = [
    ...(words.relation === null ? [] : [{ genre: genres.relation, name: words.relation, ...(words.since === null ? {} : { narrative: words.since }) }]),
    ...(words.conflicts ?? []).map((name) => ({ genre: genres.conflict, name })),
    ...(words.conflicts?.length === 0 ? [{ genre: genres.conflict, name: 'none' }] : []),
    ...words.shown.map(({ label, value }) => ({ genre: genres.shown, name: label, narrative: value })),
    { genre: genres.content, name: digestName, narrative: about.digest },
    ...(addressStatement === undefined ? [] : [{ id: `${addressPrefix}${encodeBase64(encodeUtf8(addressStatement))}`, genre: genres.address }]),
  ]
  return {
    '@context': [credentialsContextUrl, openBadgesContextUrl],
    id,
    type: ['VerifiableCredential', 'EndorsementCredential'],
    name: `Endorsement by ${issuer.name}`,
    issuer: { id: issuer.id, type: ['Profile'], name: issuer.name, ...(issuer.url === undefined ? {} : { url: issuer.url }) },
    validFrom: formatDateTime(validFrom),
    credentialSubject: { id: about.id, type: ['EndorsementSubject'], endorsementComment: words.statement },
    evidence: evidence.map((item) => ({ type: ['Evidence'], ...item })),
    credentialStatus: status,
  }
}

/** Reads what an endorsement says, ours or another system's. Untrusted: the document; what cannot be read is null or empty. */
export function readEndorsement(document: JsonObject): ReadEndorsement {
  const evidence = listOf(document['evidence']).filter(isJsonObject).slice(0, 40)
  const of = (genre: string): readonly JsonObject[] => evidence.filter((item) => item['genre'] === genre)
  const [relation] = of(genres.relation)
  const said = of(genres.conflict).map(({ name }) => name)
  const [subject] = listOf(document['credentialSubject']).filter(isJsonObject)
  const issuer = document['issuer']
  return {
    name: isJsonObject(issuer) ? lineOf(issuer['name']) : null,
    statement: (lineOf(subject?.['endorsementComment'], maxWords.statement) ?? '').trim(),
    relation: relations.find((name) => name === relation?.['name']) ?? null,
    since: /^\d{4}(-\d{2})?$/.exec(String(relation?.['narrative']))?.[0] ?? null,
    conflicts: said.length === 0 ? null : conflicts.filter((name) => said.includes(name)),
    shown: of(genres.shown).slice(0, maxWords.fields).map(({ name, narrative }) => ({ label: lineOf(name) ?? '', value: lineOf(narrative) ?? '' })),
    digest: lineOf(of(genres.content).find(({ name }) => name === digestName)?.['narrative']),
    addressStatement: decodeStatement(of(genres.address)[0]?.['id']),
  }
}

function lineOf(value: unknown, maxLength: number = maxWords.line): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.slice(0, maxLength) : null
}

function decodeStatement(address: unknown): string | null {
  if (typeof address !== 'string' || address.length > maxAddressStatement || !address.startsWith(addressPrefix)) return null
  try {
    return decodeUtf8(decodeBase64(address.slice(addressPrefix.length)))
  } catch (error) {
    if (error instanceof EverlearnedError || error instanceof TypeError) return null
    throw error
  }
}
