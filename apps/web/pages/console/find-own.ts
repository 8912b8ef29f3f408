import { fetchIssuer, fetchStatements, type Issuer } from '../../network-api.ts'
import type { OrganisationCard } from '../../node-api.ts'

/** What the registry says of an organisation of this desk; nothing while it is not registered. */
export async function findOwn({ id, did }: Pick<OrganisationCard, 'id' | 'did'>, signal: AbortSignal): Promise<{ readonly own?: Issuer }> {
  // To ask for the page of an issuer that is not there would be a fault in the eyes of the browser.
  return (await fetchStatements(id, signal)).isRegistered ? { own: await fetchIssuer(did, signal) } : {}
}
