import { dereferenceDidUrl, type Dereferenced } from 'everlearned/did'
import { z } from 'zod'
import type { App } from '../app.ts'
import type { NodeContext } from '../context.ts'
import { loadOwnDocument } from '../issuing/verify-document.ts'
import { statusOfResolution } from '../problem.ts'

const resolutionContext = 'https://w3id.org/did-resolution/v1'
const contentType = 'application/did+ld+json'

/**
 * DID resolution (DID Resolution 0.3, "Bindings: HTTP(S)"): identifiers that are computed from their own text, those of this
 * node, and those that its operator gave it documents for. Nothing is fetched for a caller.
 */
export function identifierRoutes(app: App, context: NodeContext): void {
  app.get('/1.0/identifiers/*', {
    schema: {
      summary: 'The document of a DID, or the key that a DID URL names', tags: ['public'],
      params: z.object({ '*': z.string() }),
      querystring: z.object({ publicKeyFormat: z.string().max(64).optional() }),
    },
  }, async (request, reply) => {
    const identifier = request.params['*']
    const found = await resolve(identifier, request.query.publicKeyFormat, context)
    const metadata = /[/?#]/.test(identifier) && identifier.startsWith('did:') ? 'didDereferencingMetadata' : 'didResolutionMetadata'
    return reply.code(statusOfResolution('error' in found ? found.error : undefined)).type('application/json').serializer(JSON.stringify).send({
      '@context': resolutionContext,
      'didDocument': 'error' in found ? {} : found.method ?? found.document,
      'didDocumentMetadata': {},
      [metadata]: 'error' in found ? { error: found.error } : { contentType },
    })
  })
}

type Resolved = Exclude<Dereferenced, { readonly error: string }> | { readonly error: string }

/** Keys are shown as Multikey; another form is refused once the identifier itself is none that cannot be read. */
async function resolve(identifier: string, publicKeyFormat: string | undefined, context: NodeContext): Promise<Resolved> {
  const found = await dereferenceDidUrl(identifier, { documents: context.config.staticDocuments, fetchDocument: (url) => loadOwnDocument(url, context) })
  const isUnreadable = 'error' in found && ['invalidDid', 'invalidDidUrl', 'methodNotSupported'].includes(found.error)
  if (isUnreadable || publicKeyFormat === undefined || publicKeyFormat === 'Multikey') return found
  return { error: identifier.includes('#') ? 'invalidPublicKeyType' : 'unsupportedPublicKeyType' }
}
