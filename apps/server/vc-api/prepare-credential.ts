import { bitstringStatusListContextUrl, formatDateTime, isVersion1, listOf } from 'everlearned/credential'
import type { Json, JsonObject } from 'everlearned/encoding'

const dataIntegrityContext = 'https://w3id.org/security/data-integrity/v2'
/** Contexts that define the terms of a Data Integrity proof. */
const contextsOfProofs: readonly Json[] = [dataIntegrityContext, 'https://w3id.org/security/data-integrity/v1', 'https://www.w3.org/ns/credentials/v2']

/**
 * A credential as it will be signed: what data model 1.1 leaves to the issuer is added, everything else stays as it came. A
 * proof that came along is left out, for the one that is added speaks of the rest alone.
 */
export function prepareCredential(credential: JsonObject, { now, hasStatus }: { readonly now: Date; readonly hasStatus: boolean }): JsonObject {
  const { proof: _, ...unsecured } = credential
  if (!isVersion1(credential)) return unsecured
  const contexts = listOf(credential['@context'])
  const missing = [
    ...(contexts.some((context) => contextsOfProofs.includes(context)) ? [] : [dataIntegrityContext]),
    ...(!hasStatus || contexts.includes(bitstringStatusListContextUrl) ? [] : [bitstringStatusListContextUrl]),
  ]
  return {
    ...unsecured,
    '@context': [...contexts, ...missing],
    ...('issuanceDate' in credential ? {} : { issuanceDate: formatDateTime(now) }),
  }
}
