import { CredentialError, credentialRules, isJsonObject, listOf } from 'everlearned/credential'
import type { JsonObject } from 'everlearned/encoding'
import { ServerError } from '../server-error.ts'
import { findFaults, type Fault } from './find-faults.ts'
import { prepareCredential } from './prepare-credential.ts'
import type { OpenProfile } from './profiles.ts'
import type { Surface } from './surface.ts'

/** What is to be issued, and how. */
export interface IssueRequest {
  readonly credential: JsonObject
  readonly mandatoryPointers: readonly string[]
}

/**
 * Signs a caller's credential with the key of a profile.
 *
 * Untrusted: the whole credential. It is refused when it breaks a rule of the data model, says anything that no signature
 * would cover, or names another issuer than the profile.
 *
 * @throws ServerError `vc-api/credential-refused`
 */
export async function issueForProfile({ credential, mandatoryPointers }: IssueRequest, profile: OpenProfile, { context, statusLists }: Surface): Promise<JsonObject> {
  const now = context.now()
  const prepared = prepareCredential(credential, { now, hasStatus: profile.hasStatus === true })
  const faults = await findFaults({ ...prepared, ...('proof' in credential ? { proof: credential['proof'] ?? null } : {}) }, credentialRules, context)
  if (faults.length > 0) throw refused(faults)
  if (idOf(prepared['issuer']) !== profile.issuer) throw refused([{ name: 'vc-api/issuer-of-another', message: 'The issuer must be that of the profile' }])
  const complete = profile.hasStatus === true ? { ...prepared, credentialStatus: await statusOf(prepared, statusLists) } : prepared
  try {
    return await profile.sign(complete, { created: now, mandatoryPointers })
  } catch (error) {
    if (!(error instanceof CredentialError)) throw error
    throw refused([{ name: error.code, message: error.message }])
  }
}

/** The new place, beside those that the caller gave. */
async function statusOf(credential: JsonObject, statusLists: Surface['statusLists']): Promise<JsonObject['credentialStatus'] & {}> {
  const entry = await statusLists.reserve(idOf(credential) ?? undefined)
  const given = listOf(credential['credentialStatus'])
  return given.length === 0 ? entry : [...given, entry]
}

function idOf(value: unknown): string | null {
  const id = isJsonObject(value) ? value['id'] : value
  return typeof id === 'string' ? id : null
}

function refused(faults: readonly Fault[]): ServerError {
  const errors = faults.map(({ name, message }) => ({ field: 'credential', code: name, message }))
  return new ServerError('vc-api/credential-refused', 'Cannot issue credential: see "errors"', { errors })
}
