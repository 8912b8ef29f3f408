import type { DidContext } from 'everlearned/did'
import { createDocumentFetch, seeDomains, type DomainMemory } from 'everlearned/node'
import { askDomain, type Statement } from 'everlearned/trust'
import type { NodeContext, NodeDependencies } from '../context.ts'
import type { IssuingContext } from '../issuing/issuing-context.ts'
import { RuleRefusal } from '../server-error.ts'
import { registrarInForce } from './registrar.ts'

/** Untrusted: whoever registers says where this node looks. A document is a page of keys, and a domain that is slow is asked another time. */
const limits = { timeoutSeconds: 5, maxBytes: 65_536 }

/** How this node reads the document of a did:web that others registered. */
function domainsFor({ networkOrigins, staticDocuments }: NodeDependencies['config']): DidContext {
  return { documents: staticDocuments, fetchDocument: createDocumentFetch({ ...limits, allowedOrigins: networkOrigins }) }
}

/** Looks at the domains of who registered in the registry in force, where this node has a word in that. Answers how many it saw. */
export async function lookAtDomains(memory: DomainMemory, context: IssuingContext): Promise<number> {
  const registrar = registrarInForce(context)
  if (registrar === undefined) return 0
  const { config, operatorKey, now } = context
  return seeDomains({
    registry: registrar.registry, signer: operatorKey, memory, documents: domainsFor(config), now,
    submit: async (entry) => (await registrar.submit(entry)).ok === true,
  })
}

/**
 * Refuses who would register a did:web whose domain answers with other keys. One that does not answer is taken, for it may be there
 * tomorrow: nobody vouches for it until somebody has seen it.
 *
 * @throws RuleRefusal `ledger/domain-lists-other-keys`
 */
export async function refuseForeignDomain(statement: Statement, { config, judgedLog }: NodeContext): Promise<void> {
  if (statement.type !== 'register' || !statement.payload.did.startsWith('did:web:')) return
  const taken = judgedLog.registry.participants.get(statement.payload.did)
  // The rules say no without anybody looking anywhere.
  if (taken !== undefined && taken.freedAt === undefined) return
  if (await askDomain(statement.payload, domainsFor(config)) === 'other-keys') {
    throw new RuleRefusal({ ok: false, code: 'ledger/domain-lists-other-keys', reason: 'its domain lists other keys than those that are registered' })
  }
}
