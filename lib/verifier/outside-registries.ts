import type { JsonObject } from '../encoding/canonical-json.ts'
import type { RegistryAnswer } from '../trust/registries/issuer-standing.ts'
import { lookUpIssuer } from '../trust/registries/look-up-issuer.ts'
import { readAccreditations } from '../trust/registries/read-accreditations.ts'
import type { RegistryFetch } from '../trust/registries/registry-fetch.ts'
import { createListsOfFile } from './lists-of-file.ts'
import { createSubject, type Subject } from './subject.ts'
import { checkStatus } from './checks/status.ts'
import type { VerifyContext } from './verify-context.ts'

/** Asks registries that others keep, as far as there is a network or their documents are at hand, and reads the endorsements that a credential carries of its issuer. */
export async function askOutside(subject: Subject, did: string, context: VerifyContext): Promise<readonly RegistryAnswer[]> {
  const { trust: { registries = [], accreditors = [] }, now, cryptography, documents, fetchDocument } = context
  const answers = registries.length === 0 ? [] : await lookUpIssuer(did, registries, { fetch: fetchFrom(context), cryptography, now })
  if (accreditors.length === 0) return answers
  const checkEndorsementStatus = async (endorsement: JsonObject): Promise<Awaited<ReturnType<typeof checkStatus>>> => {
    const input = { ...subject.input, credentials: [], lists: createListsOfFile() }
    return checkStatus(await createSubject({ document: endorsement, securing: 'embedded' }, input, null, context), context)
  }
  const carried = await readAccreditations(subject.document['issuer'], [], { accreditors, cryptography, now, documents, fetchDocument, checkStatus: checkEndorsementStatus })
  return [...answers, ...carried.answers]
}

/** What the caller has or fetches, as an answer over the network. Nothing else is asked. */
function fetchFrom({ documents, fetchDocument }: VerifyContext): RegistryFetch {
  return async (url) => {
    const document = Object.hasOwn(documents, url) ? documents[url] : await fetchDocument?.(url)
    if (document === undefined) throw new TypeError('Cannot fetch: it is not at hand')
    return new Response(typeof document === 'string' ? document : JSON.stringify(document))
  }
}
