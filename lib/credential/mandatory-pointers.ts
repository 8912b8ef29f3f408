import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { formatJsonPointer } from './json-pointer.ts'
import { isJsonObject } from './parse-json.ts'

/**
 * What every copy of a credential must show, when it is issued here: contexts and types, who issued it, since when and until when it
 * holds, where to ask whether it was withdrawn, and which achievement it is of. Everything else is the holder's to show, also which
 * of several achievements.
 *
 * Identifiers and types of all nodes on the way come with them.
 */
export function mandatoryPointersOf(credential: JsonObject): readonly string[] {
  const paths = [
    ['type'],
    ...(isJsonObject(credential['issuer']) ? membersOf(credential['issuer'], ['issuer'], ['id', 'name']) : [['issuer']]),
    ['validFrom'],
    ['validUntil'],
    ['credentialStatus'],
    ...each(credential['credentialSubject'], ['credentialSubject']).flatMap(({ value, path }) => achievementOf(value, path)),
  ]
  return paths.filter(([first]) => first !== undefined && Object.hasOwn(credential, first)).map(formatJsonPointer)
}

type Path = readonly (string | number)[]

function achievementOf(subject: Json, path: Path): readonly Path[] {
  const [only, ...more] = each(isJsonObject(subject) ? subject['achievement'] : undefined, [...path, 'achievement'])
  return only === undefined || more.length > 0 ? [] : membersOf(only.value, only.path, ['id', 'type', 'name'])
}

function membersOf(value: Json, path: Path, names: readonly string[]): readonly Path[] {
  return names.filter((name) => isJsonObject(value) && Object.hasOwn(value, name)).map((name) => [...path, name])
}

/** A value that may be single or a list, each with the way to it. */
function each(value: Json | undefined, path: Path): readonly { readonly value: Json; readonly path: Path }[] {
  if (value === undefined) return []
  return Array.isArray(value) ? (value as readonly Json[]).map((item, index) => ({ value: item, path: [...path, index] })) : [{ value: value as Json, path }]
}
