import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { EverlearnedError } from '../error.ts'
import { WorkError } from './work-error.ts'

/** As many threads at most, however many processors there are: beyond these, whoever hands out the work is the one to wait for. */
const maxWorkers = 8
/** As many batches at a worker: one that it is at, and one that is there when it is done. */
const batchesAtWorker = 2
/** When so many threads die and none answers, no other would. */
const maxDeaths = 3

/** What a pool runs. */
export interface WorkPoolOptions {
  /** A module that calls {@link answerBatches}. */
  readonly script: URL
  /** What each worker is told first: a key, what all batches have in common. It goes from memory to memory, never to a disk. */
  readonly setup: unknown
  /** Unless given, one for each processor, up to eight. */
  readonly workers?: number | undefined
  /** How much room a worker has for what is new; the less, the more often it tidies up. */
  readonly youngMegabytes?: number | undefined
}

/** What a worker answers to a batch. */
export type Answer = { readonly id: number; readonly result: unknown } | { readonly id: number; readonly fault: Error; readonly code?: string }

interface Task {
  readonly id: number
  readonly batch: unknown
  readonly resolve: (result: never) => void
  readonly reject: (cause: unknown) => void
}

interface Member {
  readonly worker: Worker
  /** What it was given and has not answered, in the order in which it works. */
  readonly tasks: Task[]
}

/** How many threads a pool has unless told otherwise. */
export function usualWorkers(): number {
  return Math.min(maxWorkers, availableParallelism())
}

/**
 * Threads that work on batches. They are started as batches come, and a batch stays here until it is answered: when a thread dies, the
 * batch that it was at fails, and whatever else it was given goes to another. When one after the other dies, the pool ends.
 *
 * Whoever hands out batches without waiting fills the memory: {@link inOrder} keeps as many under way as are of use.
 */
export class WorkPool<Batch, Result> {
  /** How many batches keep every thread busy. */
  readonly ahead: number
  readonly #options: WorkPoolOptions
  readonly #size: number
  readonly #members = new Set<Member>()
  readonly #waiting: Task[] = []
  /** Why it does no more. */
  #ended: WorkError | undefined
  #lastId = 0
  /** Threads that died since one answered. */
  #deaths = 0

  constructor(options: WorkPoolOptions) {
    this.#options = options
    this.#size = options.workers ?? usualWorkers()
    this.ahead = this.#size * batchesAtWorker
  }

  /**
   * Answers one batch.
   *
   * @throws WorkError `work/thread-died`, `work/pool-ended` or `work/closed`; or what the worker threw, as far as it can be handed over
   */
  run(batch: Batch): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) reject(this.#ended)
      else this.#waiting.push({ id: (this.#lastId += 1), batch, resolve, reject })
      this.#handOut()
    })
  }

  /** Ends all threads; what they have not answered fails. */
  async close(): Promise<void> {
    await this.#end(new WorkError('work/closed', 'Cannot work on a batch: the pool is closed'))
  }

  async #end(reason: WorkError): Promise<void> {
    this.#ended ??= reason
    const members = [...this.#members]
    const left = [...members.flatMap(({ tasks }) => tasks.splice(0)), ...this.#waiting.splice(0)]
    for (const { reject } of left) reject(reason)
    await Promise.all(members.map(({ worker }) => worker.terminate()))
  }

  #handOut(): void {
    for (;;) {
      const [task] = this.#waiting
      const member = task === undefined ? undefined : this.#freest()
      if (task === undefined || member === undefined) return
      this.#waiting.shift()
      member.tasks.push(task)
      member.worker.postMessage({ id: task.id, batch: task.batch })
    }
  }

  /** One without work, else a new one, else one that has room. */
  #freest(): Member | undefined {
    const [best] = [...this.#members].toSorted((left, right) => left.tasks.length - right.tasks.length)
    if (best?.tasks.length === 0) return best
    if (this.#members.size < this.#size) return this.#start()
    return best !== undefined && best.tasks.length < batchesAtWorker ? best : undefined
  }

  #start(): Member {
    const { script, setup, youngMegabytes } = this.#options
    const isSource = script.pathname.endsWith('.ts')
    const worker = new Worker(isSource ? throughLoader(script) : script, {
      // None of the program's own flags: they may be for a script that was given as text, which no thread takes.
      workerData: setup, eval: isSource, execArgv: [],
      ...(youngMegabytes === undefined ? {} : { resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes } }),
    })
    const member: Member = { worker, tasks: [] }
    let cause: unknown
    worker.on('message', (answer: Answer) => this.#settle(member, answer))
    worker.on('error', (error) => (cause = error))
    worker.once('exit', () => void this.#bury(member, cause))
    this.#members.add(member)
    return member
  }

  #settle({ tasks }: Member, answer: Answer): void {
    const position = tasks.findIndex(({ id }) => id === answer.id)
    const [task] = position < 0 ? [] : tasks.splice(position, 1)
    this.#deaths = 0
    if ('fault' in answer) task?.reject(answer.code === undefined ? answer.fault : new EverlearnedError(answer.code, answer.fault.message))
    else task?.resolve(answer.result as never)
    this.#handOut()
  }

  /** It was at the first of its batches; the others it has not seen. */
  async #bury(member: Member, cause: unknown): Promise<void> {
    this.#members.delete(member)
    const [current, ...unseen] = member.tasks.splice(0)
    current?.reject(new WorkError('work/thread-died', 'Cannot go on with a batch: its thread died', { cause }))
    this.#waiting.unshift(...unseen)
    this.#deaths += 1
    if (this.#deaths < maxDeaths) this.#handOut()
    else await this.#end(new WorkError('work/pool-ended', 'Cannot work on a batch: one thread after the other died', { cause }))
  }
}

/** Answers batches one after another, in their order, with no more of them begun than `ahead`; a source that is slow holds up nobody else. */
export async function* inOrder<Batch, Result>(batches: AsyncIterable<Batch> | Iterable<Batch>, work: { readonly run: (batch: Batch) => Promise<Result>; readonly ahead: number }): AsyncGenerator<Result> {
  const begun: Promise<Result>[] = []
  for await (const batch of batches) {
    const result = work.run(batch)
    // It is awaited in its turn, which may be after it has failed.
    result.catch(() => undefined)
    begun.push(result)
    const first = begun.length < work.ahead ? undefined : begun.shift()
    if (first !== undefined) yield await first
  }
  for (const result of begun) yield await result
}

/** What starts a script of a checkout that was not built: a thread reads no TypeScript of its own accord, however its program was started. */
function throughLoader(script: URL): string {
  const loader = import.meta.resolve('tsx/esm/api')
  return `import(${JSON.stringify(loader)}).then(({ register }) => (register(), import(${JSON.stringify(script.href)})))`
}
