import { verdictToJson, verify } from 'everlearned/verifier'
import { didDocumentOf } from '../accounts/did-document.ts'
import type { NodeContext } from '../context.ts'
import { findBlob } from '../network/find-blob.ts'
import { nodeTrust } from './node-trust.ts'
import { loadStatusList } from './status-lists.ts'

/**
 * The verdict of this node on any bytes. It knows its own organisations, its own log and lists, and its network. All that it asks
 * of others is the last status list of an issuer that is gone, by a digest that the ledger names, and only of the members of its
 * network: whoever sends a document chooses no address and learns nothing about the network that the node stands in.
 *
 * @throws VerifierError `verifier/unreadable`, `verifier/too-large`
 */
export async function verifyDocument(bytes: Uint8Array<ArrayBuffer>, context: NodeContext): Promise<unknown> {
  const verdict = await verify(bytes, {
    cryptography: context.cryptography, now: context.now(), documents: context.config.staticDocuments,
    fetchDocument: (url) => loadOwnDocument(url, context),
    trust: await nodeTrust(context),
    findBlob: (digest) => findBlob(digest, context),
  })
  return verdictToJson(verdict)
}

/** What this node itself publishes at an address. Untrusted: any text; it throws for every address but its own. */
export async function loadOwnDocument(url: string, context: NodeContext): Promise<unknown> {
  const { publicBaseUrl } = context.config
  const [, kind, name] = /^\/(status|orgs)\/([A-Za-z0-9-]{1,64})(?:\/did\.json)?$/.exec(url.startsWith(`${publicBaseUrl}/`) ? url.slice(publicBaseUrl.length) : '') ?? []
  if (name === undefined) throw new TypeError('Cannot fetch document: not one of this node')
  return kind === 'orgs' ? didDocumentOf(name, context) : JSON.parse(await loadStatusList(name, context))
}
