import { isJsonObject, listOf } from '../../credential/parse-json.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'

/** What the other side says that it can verify, by format (`vp_formats_supported`); a format without an entry was not spoken of. */
export type TakenFormats = ReadonlyMap<string, readonly string[]>

/** Untrusted: more of them are not looked at. */
const maxFormats = 32
const maxSuites = 64

/** The members in which formats name their suites and algorithms. */
const suiteMembers = ['cryptosuite_values', 'sd-jwt_alg_values', 'alg_values'] as const

/** Reads `vp_formats_supported` or, of drafts, `vp_formats`. Untrusted: what is malformed counts as not said. */
export function parseTakenFormats(metadata: JsonObject): TakenFormats {
  const formats = metadata['vp_formats_supported'] ?? metadata['vp_formats']
  if (!isJsonObject(formats)) return new Map()
  return new Map(Object.entries(formats).slice(0, maxFormats).map(([format, value]) => [format, suitesOf(value)] as const))
}

function suitesOf(value: Json): readonly string[] {
  if (!isJsonObject(value)) return []
  const named = suiteMembers.flatMap((member) => listOf(value[member]))
  const kinds = listOf(value['proof_type_values']).filter((kind) => kind !== 'DataIntegrityProof')
  return [...named, ...kinds].filter((name) => typeof name === 'string').slice(0, maxSuites)
}

/** Tells whether one of some suites is taken; where nothing was said of them, all are. */
export function takesSuites(formats: TakenFormats | undefined, format: string, suites: readonly string[]): boolean {
  const taken = formats?.get(format) ?? []
  return taken.length === 0 || suites.some((suite) => taken.includes(suite))
}
