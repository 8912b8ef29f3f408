import type { NodeContext } from '../context.ts'

/**
 * The DID document of the organisation `slug` (Controlled Identifiers 1.0; did:web Method Specification),
 * or undefined when there is none or its DID is not did:web. Untrusted: any text.
 */
export async function didDocumentOf(slug: string, { database }: NodeContext): Promise<object | undefined> {
  const rows = await database.selectFrom('organisation').innerJoin('organisation_key', 'organisation_key.organisation_id', 'organisation.id')
    .select(['organisation.did', 'organisation_key.multikey']).where('organisation.slug', '=', slug).orderBy('organisation_key.created_at').execute()
  const did = rows[0]?.did
  if (did === undefined || !did.startsWith('did:web:')) return undefined
  return didDocumentFor(did, rows.map(({ multikey }) => multikey))
}

/** The DID document of a did:web with these keys. Retired ones stay: what they signed must still verify. */
export function didDocumentFor(did: string, multikeys: readonly string[]): object {
  const methods = multikeys.map((multikey) => ({ id: `${did}#${multikey}`, type: 'Multikey', controller: did, publicKeyMultibase: multikey }))
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    'id': did,
    'verificationMethod': methods,
    'assertionMethod': methods.map(({ id }) => id),
  }
}
