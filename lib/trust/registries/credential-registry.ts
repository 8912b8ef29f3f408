import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { EverlearnedError } from '../../error.ts'
import { isJsonObject, listOf, maxCredentialBytes, parseJsonObject } from '../../credential/parse-json.ts'
import { answerOf, readAddress, readName, type AccreditedScope, type RegistryAnswer } from './issuer-standing.ts'
import { refusedAnswer } from './registry-error.ts'
import { startFetches, type AskRegistry, type RegistryContext } from './registry-fetch.ts'

/** A quality assurance body as a registry of CTDL descriptions names it, and what the verifier takes its accreditation for. */
export interface RegisteredAccreditor {
  readonly ctid: string
  readonly name: string
  readonly scopes: readonly string[]
}

/** A registry of descriptions in CTDL, such as that of Credential Engine, in which organisations describe themselves. */
export interface CredentialRegistrySource {
  readonly kind: 'credential-registry'
  /** The name that the verifier gives it. */
  readonly name: string
  /** Its https address, below which descriptions are at `/resources/<CTID>`. */
  readonly url: string
  readonly accreditors: readonly RegisteredAccreditor[]
}

/**
 * Looks an organisation up by its CTID (CTDL, `ceterms:ctid`), which must come from a registry that ties it to the issuer's DID.
 * That the organisation calls itself accredited (`ceterms:accreditedBy`) counts for nothing; what counts is that an accreditor of the
 * verifier names the organisation in its own description (`ceterms:accredits`). Nobody signed a description: it is worth
 * as much as the registry's https address and the registry's care about who may write.
 */
export async function lookUpInCredentialRegistry(did: string, ctid: string, source: CredentialRegistrySource, { fetch, now }: RegistryContext): Promise<RegistryAnswer> {
  const { name: registry, url, accreditors } = source
  try {
    const ask = startFetches(fetch)
    const resource = await askResource(ctid, url, ask)
    if (resource === undefined) return { state: 'absent', registry }
    const name = textOf(resource['ceterms:name'])
    const webpage = readAddress(listOf(resource['ceterms:subjectWebpage'])[0])
    const accreditedFor: AccreditedScope[] = []
    for (const accreditor of accreditors) accreditedFor.push(...await accreditationsBy(accreditor, ctid, url, ask))
    return { state: 'listed', registry, standing: {
      source: 'credential-registry', registry, did, name, ...(webpage === undefined ? {} : { url: webpage }), identifiers: { ctid }, accreditedFor,
      chain: [{ id: url, name: registry }, { id: resourceUrl(ctid, url), name }], isRootPinned: false, state: 'in-force', checkedAt: now,
    } }
  } catch (error) {
    return answerOf(error, registry)
  }
}

async function accreditationsBy({ ctid, name, scopes }: RegisteredAccreditor, accredited: string, url: string, ask: AskRegistry): Promise<readonly AccreditedScope[]> {
  const resource = await askResource(ctid, url, ask)
  const names = [resourceUrl(accredited, url), resourceUrl(accredited, url).replace('/resources/', '/graph/')]
  const accredits = listOf(resource?.['ceterms:accredits']).map((entry) => (isJsonObject(entry) ? entry['@id'] : entry))
  if (!accredits.some((entry) => typeof entry === 'string' && names.includes(entry))) return []
  return scopes.map((scope) => ({ scope, by: { id: resourceUrl(ctid, url), name } }))
}

async function askResource(ctid: string, url: string, ask: AskRegistry): Promise<JsonObject | undefined> {
  if (!/^ce-[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(ctid)) throw refusedAnswer('ctid-malformed', 'what should be a CTID is none')
  const text = await ask(resourceUrl(ctid, url), maxCredentialBytes, 'application/json')
  if (text === undefined) return undefined
  const resource = parseResource(text)
  if (resource['ceterms:ctid'] !== ctid) throw refusedAnswer('subject-mismatch', 'a description is of another than was asked for')
  return resource
}

function parseResource(text: string): JsonObject {
  try {
    return parseJsonObject(text)
  } catch (cause) {
    if (cause instanceof EverlearnedError) throw refusedAnswer('description-malformed', 'a description is no JSON that every reader reads alike', { cause })
    throw cause
  }
}

function resourceUrl(ctid: string, url: string): string {
  return `${url.replace(/\/$/, '')}/resources/${ctid}`
}

/** A text, or a map from languages to texts, of which English goes first. */
function textOf(value: Json | undefined): string | null {
  const text = isJsonObject(value) ? value['en'] ?? value['en-US'] ?? Object.values(value)[0] : value
  return readName(text) ?? null
}
