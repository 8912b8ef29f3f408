import { decodeBase64url } from '../encoding/base64url.ts'
import { decodeUtf8 } from '../encoding/bytes.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'

/** What a card shows of a credential. It is what the document says, not what was checked. */
export interface CredentialDescription {
  readonly id: string | undefined
  readonly name: string | undefined
  readonly description: string | undefined
  readonly criteria: string | undefined
  readonly issuer: { readonly id: string | undefined; readonly name: string | undefined }
  readonly subject: { readonly id: string | undefined; readonly name: string | undefined }
  /** The day of the award, where it is another than the start of validity. */
  readonly awardedOn: string | undefined
  readonly validFrom: string | undefined
  readonly validUntil: string | undefined
  readonly proofs: readonly ProofDescription[]
  /** Evidence that is words alone: it was signed with the rest, and there is nothing to compare. */
  readonly told: readonly ToldEvidence[]
}

/** One piece of evidence in words (Open Badges 3.0, "Evidence"). */
export interface ToldEvidence {
  readonly name: string | undefined
  readonly description: string | undefined
  readonly narrative: string | undefined
}

/** Which signature a credential carries. */
export interface ProofDescription {
  readonly suite: string | undefined
  readonly created: string | undefined
  readonly key: string | undefined
}

/** Untrusted: what is longer is cut, so that no document can fill a page. */
const maxLength = { line: 300, text: 10_000 } as const
const maxProofs = 10
const maxTold = 100

/** Describes a credential for people: its JSON, parsed or not, or a compact token, of an SD-JWT what it always shows. Never throws: what cannot be read is undefined. */
export function describeCredential(document: string | JsonObject): CredentialDescription {
  const credential: Fields = typeof document === 'string' ? read(document) : document
  const subject = objectOf(oneOf(credential['credentialSubject']))
  const achievement = objectOf(oneOf(subject['achievement']))
  const issuer = credential['issuer']
  const criteria = objectOf(achievement['criteria'])
  return {
    id: line(credential['id']) ?? line(credential['jti']),
    name: line(achievement['name']) ?? line(credential['name']),
    description: long(achievement['description']) ?? long(credential['description']),
    criteria: long(criteria['narrative']) ?? line(criteria['id']),
    issuer: { id: line(issuer) ?? line(objectOf(issuer)['id']), name: line(objectOf(issuer)['name']) },
    subject: { id: line(subject['id']), name: line(subject['name']) },
    awardedOn: line(credential['awardedDate']),
    validFrom: line(credential['validFrom']) ?? line(credential['issuanceDate']),
    validUntil: line(credential['validUntil']) ?? line(credential['expirationDate']),
    proofs: list(credential['proof']).slice(0, maxProofs).map(describeProof),
    told: list(credential['evidence']).map(objectOf).filter(({ id }) => id === undefined).slice(0, maxTold).map(describeTold).filter((told) => Object.values(told).some((text) => text !== undefined)),
  }
}

type Fields = Readonly<Record<string, unknown>>

function describeProof(value: unknown): ProofDescription {
  const proof = objectOf(value)
  return { suite: line(proof['cryptosuite']) ?? line(proof['type']), created: line(proof['created']), key: line(proof['verificationMethod']) }
}

function describeTold({ name, description, narrative }: Fields): ToldEvidence {
  return { name: line(name), description: long(description), narrative: long(narrative) }
}

function read(text: string): Fields {
  try {
    const payload = /^[\w-]+\.([\w-]+)\.[\w-]*(?:~[\w.~-]*)?$/.exec(text.trim())?.[1]
    const value = objectOf(JSON.parse(payload === undefined ? text : decodeUtf8(decodeBase64url(payload))))
    return { ...value, ...objectOf(value['vc']) }
  } catch {
    // Whatever is wrong with the document is the verdict's to say.
    return {}
  }
}

function objectOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
}

function list(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value]
}

/** Of several, one that does not depend on their order, which nobody signed. */
function oneOf(value: unknown): unknown {
  return list(value).toSorted((left, right) => (nameOf(left) < nameOf(right) ? -1 : Number(nameOf(left) > nameOf(right))))[0]
}

function nameOf(value: unknown): string {
  const { id, name } = objectOf(value)
  return `${line(id) ?? ''} ${line(name) ?? ''}`
}

function line(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? cut(value, maxLength.line) : undefined
}

function long(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? cut(value, maxLength.text) : undefined
}

/** Invisible characters that turn text round could make a card read otherwise than it is written. */
function cut(text: string, length: number): string {
  const plain = text.replaceAll(/[\u202A-\u202E\u2066-\u2069]/g, '')
  return plain.length > length ? `${plain.slice(0, length)}…` : plain
}
