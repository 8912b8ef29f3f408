import type { Cryptography, Digest } from '../../crypto/cryptography.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { isOrderSensitive, type TextOrder } from '../code-point-order.ts'
import { firstState, MissingState } from './context-state.ts'
import { labelBlanks } from './label-blanks.ts'
import { readStatements, type Said } from './read-statements.ts'
import { settleStatements } from './settle-statements.ts'
import { Unusual } from './unusual.ts'
import { writeStatements } from './write-statements.ts'

/** Untrusted: a document for which more states of the contexts must be made goes the long way. */
const maxNewStates = 400
/** And one of which too much is read again and again for them. */
const maxValuesRead = 2_000_000

/**
 * Writes what a usual document says in canonical N-Quads: the same text as the long way over `jsonld` and `rdf-canonize`, in a
 * fraction of the time.
 *
 * @throws Unusual when the document is to go the long way, which may accept or refuse it
 */
export async function canonicalizeUsual(document: JsonObject, cryptography: Pick<Cryptography, 'sha256'>, { order, digest }: { readonly order: TextOrder; readonly digest: Digest }): Promise<string> {
  const said = await readUsual(document, cryptography)
  const compare = settleStatements(said)
  labelBlanks(said.resources, digest)
  const text = writeStatements(said.resources, compare)
  if (said.hasSurrogates && order === 'code-point' && isOrderSensitive(text)) throw new Unusual('order')
  return text
}

/**
 * Reads what a usual document says, making the states that it lacks.
 *
 * @throws Unusual
 */
export async function readUsual(document: JsonObject, cryptography: Pick<Cryptography, 'sha256'>): Promise<Said> {
  const state = firstState()
  const effort = { valuesLeft: maxValuesRead }
  for (let made = 0; made <= maxNewStates; made += 1) {
    try {
      return readStatements(document, state, effort)
    } catch (error) {
      if (!(error instanceof MissingState)) throw error
      await error.make(cryptography)
    }
  }
  throw new Unusual('many-contexts')
}
