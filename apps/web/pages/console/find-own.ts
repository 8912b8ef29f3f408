import { ApiProblem } from '../../api.ts'
import { fetchIssuer, type Issuer } from '../../network-api.ts'

/** What the registry says of an organisation of this desk; nothing while it is not registered. */
export async function findOwn(did: string, signal: AbortSignal): Promise<{ readonly own?: Issuer }> {
  try {
    return { own: await fetchIssuer(did, signal) }
  } catch (thrown) {
    if (thrown instanceof ApiProblem && thrown.code === 'network/issuer-unknown') return {}
    throw thrown
  }
}
