import { CredentialError, deriveCredential } from 'everlearned/credential'
import type { JsonObject } from 'everlearned/encoding'
import { ServerError } from '../server-error.ts'
import type { OpenProfile } from './profiles.ts'
import type { Surface } from './surface.ts'

/**
 * A copy of any issuer's credential that shows what is mandatory and what `pointers` lead to.
 *
 * @throws ServerError `vc-api/not-derivable`
 */
export async function deriveForHolder(credential: JsonObject, pointers: readonly string[], { profile, surface }: { readonly profile: OpenProfile; readonly surface: Surface }): Promise<JsonObject> {
  if (profile.isDerivable !== true) throw notDerivable('vc-api/profile-indivisible', 'What this profile issues is shown whole')
  try {
    return await deriveCredential(credential, pointers, surface.context)
  } catch (error) {
    if (!(error instanceof CredentialError)) throw error
    throw notDerivable(error.code, error.message)
  }
}

function notDerivable(code: string, message: string): ServerError {
  return new ServerError('vc-api/not-derivable', 'Cannot derive copy: see "errors"', { errors: [{ field: '', code, message }] })
}
