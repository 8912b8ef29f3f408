/** A script of a pool for tests: tells how many letters there are, and does what no script should when told to. */
import { setTimeout } from 'node:timers/promises'
import { EverlearnedError } from '../error.ts'
import { answerBatches } from './answer-batches.ts'

answerBatches<{ readonly factor: number }, string, number>(async ({ factor }) => async (word) => {
  if (word === 'exit') process.exit(3)
  if (word === 'refuse') throw new EverlearnedError('test/refused', 'Cannot count: refused')
  if (word === 'throw') throw new RangeError('thrown')
  if (word.startsWith('slow')) await setTimeout(30)
  return word.length * factor
})
