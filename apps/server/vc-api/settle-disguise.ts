import { isReadAsSigned } from 'everlearned/credential'
import type { JsonObject } from 'everlearned/encoding'
import type { Fault } from './find-faults.ts'
import type { Judgement } from './judge-credential.ts'
import type { Surface } from './surface.ts'

/** What the verifier says of a genuine proof over a document that goes by names of its own. */
export const disguised = 'proof/term-disguised'

/** What is told of a proof that is not good. */
interface ProofFault {
  readonly code?: string | undefined
  readonly reason?: string | undefined
}

/**
 * What came of proofs that are not good. Names of a document's own are no error by themselves, for suites make such documents
 * on purpose; they are one where they hide what decides, such as a status or the end of a period.
 */
export async function settleDisguise(faults: readonly ProofFault[], document: JsonObject, { context }: Surface): Promise<Judgement> {
  const named = faults.map(({ code = 'proof/unknown', reason = '' }): Fault => ({ name: code, message: reason }))
  const [hidden] = named.filter(({ name }) => name === disguised)
  const errors = named.filter(({ name }) => name !== disguised)
  if (hidden === undefined) return { errors, warnings: [] }
  return await isReadAsSigned(document, context.cryptography)
    ? { errors, warnings: [{ name: 'TERM_DISGUISED', message: hidden.message }] }
    : { errors: [...errors, hidden], warnings: [] }
}
