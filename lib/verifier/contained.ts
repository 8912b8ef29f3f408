import type { Finding } from '../credential/finding.ts'
import { isJsonObject, listOf } from '../credential/parse-json.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { passed, unknown, failed } from './report.ts'
import { idOf } from './subject.ts'

/** Untrusted: of the credentials inside those of one file no more than this are verified. */
export const maxContained = 200

/** Untrusted: credentials inside credentials are followed this deep. */
export const maxNesting = 3

/** A credential that stands inside another. */
export interface Contained {
  /** Where it stands in the one around it (RFC 6901). */
  readonly pointer: string
  readonly kind: 'credential' | 'endorsement'
  /** An object, or the text of a token. */
  readonly value: Json
  /** The object that it is attached to. */
  readonly host: JsonObject
}

/** Members that hold endorsements (Open Badges 3.0, "EndorsementCredential"), the second as tokens. */
const endorsementMembers: readonly string[] = ['endorsement', 'endorsementJwt']

/**
 * Finds the credentials that a credential contains: the awards of a learner record (Comprehensive Learner Record 2.0, "ClrSubject")
 * and the endorsements of itself, its achievement and the profiles in it.
 *
 * Untrusted: the document, of the depth that parsing allowed. What is found is not searched in turn: whoever verifies it does that.
 */
export function findContained(document: JsonObject): readonly Contained[] {
  const found: Contained[] = []
  const visit = (value: Json, pointer: string): void => {
    if (Array.isArray(value)) value.forEach((item: Json, index) => visit(item, `${pointer}/${index}`))
    if (!isJsonObject(value)) return
    for (const name of Object.keys(value)) {
      const member = value[name] as Json
      const kind = kindOf(name, pointer)
      if (kind === undefined && (typeof member !== 'object' || member === null)) continue
      const where = `${pointer}/${escape(name)}`
      if (kind === undefined) visit(member, where)
      else found.push(...listOf(member).map((item, index) => ({ pointer: Array.isArray(member) ? `${where}/${index}` : where, kind, value: item, host: value })))
    }
  }
  const { proof: _, '@context': __, ...content } = document
  visit(content, '')
  // The walk copied the outermost object, which is a host as it stands.
  return found.map((each) => (each.host === content ? { ...each, host: document } : each))
}

function kindOf(name: string, pointer: string): Contained['kind'] | undefined {
  if (endorsementMembers.includes(name)) return 'endorsement'
  return name === 'verifiableCredential' && /^\/credentialSubject(\/\d+)?$/.test(pointer) ? 'credential' : undefined
}

/** RFC 6901, section 3. */
function escape(name: string): string {
  return /[~/]/.test(name) ? name.replaceAll('~', '~0').replaceAll('/', '~1') : name
}

/**
 * Does it belong where it stands? An endorsement must be about the very thing that it is attached to: a genuine one of something
 * else proves nothing here. The awards of a learner record should be about the learner whose record it is.
 */
export function checkRelation({ kind, host }: Pick<Contained, 'kind' | 'host'>, contained: JsonObject): Finding {
  const hostId = idOf(host)
  const subjectIds = listOf(contained['credentialSubject']).map(idOf).filter((id) => id !== null)
  if (hostId === null || subjectIds.length === 0) return unknown('contained/subject-unnamed', 'Whom or what it is about cannot be told by an id')
  if (subjectIds.includes(hostId)) return passed
  if (kind === 'endorsement') return failed('contained/other-subject', 'It endorses something else than it is attached to')
  // Systems give one person many ids; only identifiers that somebody controls tell two people apart.
  const isOther = [hostId, ...subjectIds].every((id) => id.startsWith('did:'))
  return isOther ? failed('contained/other-subject', 'It is about somebody else than the record that contains it') : unknown('contained/subject-differs', 'It names its subject by another id than the record that contains it')
}
