import type { Cryptography } from '../crypto/cryptography.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { expandDocument } from './json-ld-dataset.ts'
import { isJsonObject, listOf } from './parse-json.ts'
import { without } from './unsecured-document.ts'

const credentials = 'https://www.w3.org/2018/credentials#'

/** What decides about a credential or presentation, by the names that it is read under. */
const judged = ['issuer', 'holder', 'validFrom', 'validUntil', 'issuanceDate', 'expirationDate', 'credentialStatus', 'credentialSubject', 'verifiableCredential', 'relatedResource'] as const

/**
 * Tells whether a document that goes by names of its own is still read as it was signed in all that decides about it: who issued
 * it, when it holds, where its status is, what it is about, what it carries.
 *
 * @throws CredentialError as {@link expandDocument} does
 */
export async function isReadAsSigned(document: JsonObject, cryptography: Pick<Cryptography, 'sha256'>): Promise<boolean> {
  const nodes = await expandDocument(structuredClone(without(document, 'proof')), cryptography)
  const [node] = nodes
  // Beside the document, or read backwards, more could be said of it.
  if (nodes.length !== 1 || !isJsonObject(node) || Object.keys(node).some((name) => name === '@included' || name === '@reverse' || name === '@graph')) return false
  const isRead = judged.every((name) => listOf(node[credentials + name]).length === listOf(document[name]).length)
  return isRead && listOf(node['@type']).length === listOf(document['type']).length && !Object.values(node).some((value) => mentions(value, node['@id']))
}

/** Tells whether something more is said of a node elsewhere. */
function mentions(value: unknown, id: unknown): boolean {
  if (id === undefined) return false
  if (Array.isArray(value)) return value.some((item) => mentions(item, id))
  if (!isJsonObject(value)) return false
  return (value['@id'] === id && Object.keys(value).some((name) => name !== '@id' && name !== '@type')) || Object.values(value).some((member) => mentions(member, id))
}
