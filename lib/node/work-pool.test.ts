import { afterAll, describe, expect, it } from 'vitest'
import { inOrder, WorkPool } from './work-pool.ts'

const script = new URL('./_count-letters.ts', import.meta.url)
const pool = new WorkPool<string, number>({ script, setup: { factor: 10 }, workers: 2 })
afterAll(() => pool.close())

async function all(words: Iterable<string>): Promise<readonly number[]> {
  const counts: number[] = []
  for await (const count of inOrder(words, { run: (word) => pool.run(word), ahead: pool.ahead })) counts.push(count)
  return counts
}

describe('a work pool', () => {
  it('answers in the order of the batches, whichever thread is first', async () => {
    const words = Array.from({ length: 20 }, (_, index) => (index % 3 === 0 ? 'slow' : '').padEnd(4 + index, 'x'))
    expect(await all(words)).toEqual(words.map(({ length }) => length * 10))
  })

  it('takes no more from its source than keeps every thread busy', async () => {
    const answered: number[] = []
    let [taken, most] = [0, 0]
    const source = function* (): Generator<string> {
      for (; taken < 30; taken += 1) {
        most = Math.max(most, taken + 1 - answered.length)
        yield 'word'
      }
    }
    for await (const count of inOrder(source(), { run: (word) => pool.run(word), ahead: pool.ahead })) answered.push(count)
    expect([answered.length, most, pool.ahead]).toEqual([30, 4, 4])
  })

  it('fails exactly the batch that a thread refuses or stumbles over', async () => {
    const answers = await Promise.allSettled(['one', 'refuse', 'three', 'throw', 'five'].map((word) => pool.run(word)))
    expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : answer.reason))).toEqual([
      30, expect.objectContaining({ code: 'test/refused', message: 'Cannot count: refused' }), 50, expect.objectContaining({ message: 'thrown' }), 40,
    ])
  })

  it('fails exactly the batch at which a thread dies, and puts another in its place', async () => {
    const answers = await Promise.allSettled(['slow', 'exit', 'three', 'four', 'five', 'sixsix'].map((word) => pool.run(word)))
    expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : answer.reason))).toEqual([
      40, expect.objectContaining({ code: 'work/thread-died' }), 50, 40, 40, 60,
    ])
    expect(await all(['a', 'bb', 'ccc'])).toEqual([10, 20, 30])
  })

  it('ends when one thread after the other dies', async () => {
    const broken = new WorkPool<string, number>({ script: new URL('./_no-such-script.js', import.meta.url), setup: {}, workers: 1 })
    const answers = await Promise.allSettled(Array.from({ length: 9 }, () => broken.run('word')))
    expect(answers.map((answer) => answer.status === 'rejected' && answer.reason)).toEqual(answers.map((_, index) => expect.objectContaining({ code: index < 3 ? 'work/thread-died' : 'work/pool-ended' })))
    await broken.close()
  })

  it('lets go of everything when it is closed', async () => {
    const closing = new WorkPool<string, number>({ script, setup: { factor: 1 }, workers: 1 })
    const answers = Promise.allSettled(['slow', 'slow', 'slow'].map((word) => closing.run(word)))
    await closing.close()
    expect(await answers).toEqual(Array.from({ length: 3 }, () => ({ status: 'rejected', reason: expect.objectContaining({ code: 'work/closed' }) })))
    await expect(closing.run('late')).rejects.toMatchObject({ code: 'work/closed' })
  })
})
