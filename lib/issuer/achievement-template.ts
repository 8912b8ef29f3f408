import { createAchievement } from '../credential/open-badge.ts'
import type { Achievement } from '../credential/open-badge.ts'
import { isJsonObject, parseJsonObject } from '../credential/parse-json.ts'
import type { Cryptography } from '../crypto/cryptography.ts'
import { canonicalJson } from '../encoding/canonical-json.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { EverlearnedError } from '../error.ts'
import { findAchievementFault } from '../verifier/open-badge-shape.ts'
import { typesOf } from '../verifier/standard.ts'
import { IssuerError } from './issuer-error.ts'
import { uuidUrn } from './random-id.ts'

/** What every credential of one file has in common. */
export interface AchievementTemplate {
  readonly achievement: Achievement
  readonly issuer: { readonly name: string; readonly url?: string }
  readonly validityMonths?: number
}

/** Longer validity than this is taken for a slip. */
export const maxValidityMonths = 1_200

/**
 * Reads a template: `{ "achievement": { "name", "description", "criteria", … }, "issuer": { "name", "url" }, "validityMonths" }`.
 *
 * An unsigned Open Badges 3.0 credential serves too: its achievement and its issuer are taken. An achievement without an
 * id gets one that follows from its content, so that the same file gives the same id on every run.
 *
 * @throws IssuerError `issuer/template-malformed` naming the member that is wrong
 */
export function parseAchievementTemplate(text: string | Uint8Array, { sha256 }: Pick<Cryptography, 'sha256'>): AchievementTemplate {
  const file = parseFile(text)
  const subject = file['credentialSubject']
  const value = isJsonObject(subject) ? subject['achievement'] : file['achievement']
  if (!isJsonObject(value)) throw malformed('it has no achievement')
  const { validityMonths } = file
  if (validityMonths !== undefined && !isMonths(validityMonths)) throw malformed(`validityMonths must be a whole number from 1 to ${maxValidityMonths}`)
  return {
    achievement: readAchievement(value, sha256),
    issuer: readIssuer(file),
    ...(validityMonths === undefined ? {} : { validityMonths }),
  }
}

function parseFile(text: string | Uint8Array): JsonObject {
  try {
    return parseJsonObject(text)
  } catch (cause) {
    if (!(cause instanceof EverlearnedError)) throw cause
    throw new IssuerError('issuer/template-malformed', 'Cannot read template: it is not a JSON object', { cause })
  }
}

function readAchievement(value: JsonObject, sha256: Cryptography['sha256']): Achievement {
  // Criteria given as plain text are the narrative; whoever writes a template by hand writes them so.
  const criteria = typeof value['criteria'] === 'string' ? { narrative: value['criteria'] } : value['criteria']
  const id = value['id'] ?? uuidUrn(sha256(encodeUtf8(canonicalJson(value))))
  const type = typesOf(value).includes('Achievement') ? value['type'] : ['Achievement']
  const { alignments, ...others } = value
  const { alignment } = Array.isArray(alignments) ? createAchievement({ ...noAchievement, alignments: alignments as [] }) : {}
  const achievement = { ...others, id, type, criteria, ...(alignment === undefined ? {} : { alignment }) } as JsonObject
  if (!isJsonObject(achievement['criteria'])) throw malformed('/achievement/criteria is missing')
  const fault = findAchievementFault(achievement)
  if (fault !== undefined) throw malformed(`/achievement${fault.pointer} ${fault.state}`)
  return achievement as unknown as Achievement
}

const noAchievement = { id: '', name: '', description: '', criteria: {} }

function readIssuer({ issuer = {} }: JsonObject): AchievementTemplate['issuer'] {
  if (typeof issuer === 'string') return { name: '' }
  if (!isJsonObject(issuer)) throw malformed('issuer must be an object')
  const { name = '', url } = issuer
  if (typeof name !== 'string') throw malformed('/issuer/name is not a text')
  if (url !== undefined && (typeof url !== 'string' || !/^https?:\/\//.test(url))) throw malformed('/issuer/url is not a web address')
  return { name, ...(url === undefined ? {} : { url }) }
}

function isMonths(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= maxValidityMonths
}

function malformed(state: string): IssuerError {
  return new IssuerError('issuer/template-malformed', `Cannot read template: ${state}`)
}
