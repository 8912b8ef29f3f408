import type { Cryptography, Digest } from '../../crypto/cryptography.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { isOrderSensitive, type TextOrder } from '../code-point-order.ts'
import { firstState, MissingState } from './context-state.ts'
import { digestTexts } from './digest-texts.ts'
import { labelBlanks } from './label-blanks.ts'
import { readStatements, type Said } from './read-statements.ts'
import { settleStatements } from './settle-statements.ts'
import { Unusual } from './unusual.ts'
import { writeStatements } from './write-statements.ts'

/** Untrusted: a document for which more states of the contexts must be made goes the long way. */
const maxNewStates = 400
/** And one of which too much is read again and again for them. */
const maxValuesRead = 2_000_000

/** Which canonical form: the order of its lines, and the hash that tells unnamed nodes apart. */
export interface UsualForm {
  readonly order: TextOrder
  readonly digest: Digest
}

/**
 * Writes what a usual document says in canonical N-Quads: the same text as the long way over `jsonld` and `rdf-canonize`, in a
 * fraction of the time.
 *
 * @throws Unusual when the document is to go the long way, which may accept or refuse it
 */
export async function canonicalizeUsual(document: JsonObject, cryptography: Pick<Cryptography, 'sha256'>, form: UsualForm): Promise<string> {
  return write(await readUsual(document, cryptography), form).join('')
}

/**
 * The digest of that text.
 *
 * @throws Unusual as {@link canonicalizeUsual} does
 */
export async function hashUsual(document: JsonObject, cryptography: Pick<Cryptography, 'sha256'>, form: UsualForm): Promise<Uint8Array<ArrayBuffer>> {
  return digestTexts(write(await readUsual(document, cryptography), form), form.digest)
}

function write(said: Said, { order, digest }: UsualForm): readonly string[] {
  const settled = settleStatements(said)
  labelBlanks(settled.blanks, digest)
  const pieces = writeStatements(settled)
  if (said.hasSurrogates && order === 'code-point' && isOrderSensitive(pieces.join(''))) throw new Unusual('order')
  return pieces
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
