import { canonicalize, CredentialError, findBrokenRules, type DataModelRule } from 'everlearned/credential'
import type { JsonObject } from 'everlearned/encoding'
import type { NodeContext } from '../context.ts'

/** Why a document is refused, as the caller is told. */
export interface Fault {
  readonly name: string
  readonly message: string
}

/**
 * What is wrong with a document before any key is looked at: rules of the data model that it breaks, else what JSON-LD would
 * drop from it unsigned, or could not look up.
 */
export async function findFaults(document: JsonObject, rules: readonly DataModelRule[], { cryptography }: Pick<NodeContext, 'cryptography'>): Promise<readonly Fault[]> {
  const broken = findBrokenRules(document, rules)
  if (broken.length > 0) return broken.map(({ code, demand }) => ({ name: code, message: demand }))
  const { proof: _, ...unsecured } = document
  return faultsOf(async () => void await canonicalize(unsecured, cryptography))
}

/** What a step says of a document that it cannot take. */
export async function faultsOf(step: () => Promise<void>): Promise<readonly Fault[]> {
  try {
    await step()
    return []
  } catch (error) {
    if (!(error instanceof CredentialError) || error.code === 'credential/context-altered') throw error
    return [{ name: error.code, message: error.message }]
  }
}
