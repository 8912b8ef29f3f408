import { encodeMultikey, type SigningKey } from 'everlearned/crypto'
import { encodeUtf8 } from 'everlearned/encoding'
import { collectCosignatures, memoryLogStorage, noQuorum, openLog, parsePolicy, type Checkpoint, type CosignRoundResult, type Policy, type TransparencyLog } from 'everlearned/ledger'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { JudgedLog, policyAt, signEntry, supportedRules, type Statement } from 'everlearned/trust'
import { serveRequests, type Serving } from './serve-requests.ts'

/** The keys of an operator for tests. */
export interface OperatorKeys {
  readonly log: SigningKey
  readonly operator: SigningKey
  /** The log signs under it once its policy names it. */
  readonly nextLog?: SigningKey
}

export const operatorOrigin = 'registry.example/ledger'
const operatorDid = 'did:web:registry.example'

export async function newSigningKey(): Promise<SigningKey> {
  return cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
}

/** For tests: who runs a log, keeps it in memory and serves it as a node does. It begins as a network of one. */
export class TestOperator {
  readonly keys: OperatorKeys
  readonly judged: JudgedLog
  readonly #sizes = new Map<string, number>()
  #serving: Serving | undefined
  #final: Checkpoint
  /** Files that it does not serve. */
  withheld: (path: string) => boolean = () => false
  /** Whose files it serves at its address: its own, or those of another history. */
  shown: TestOperator = this

  private constructor(keys: OperatorKeys, judged: JudgedLog) {
    this.keys = keys
    this.judged = judged
    this.#final = judged.log.checkpoint
  }

  /** Begins a log with its charter, or with the entries of another, and serves it. */
  static async start(keys: OperatorKeys, entries?: readonly Uint8Array<ArrayBuffer>[], host = '127.0.0.1'): Promise<TestOperator> {
    const log = await openLog(memoryLogStorage(), { origin: operatorOrigin, signingKey: keys.log, otherKeys: async () => (keys.nextLog === undefined ? [] : [keys.nextLog]), cryptography })
    await log.append(entries ?? [await charterBy(keys.operator)])
    const operator = new TestOperator(keys, await JudgedLog.open(log, { cryptography }))
    operator.#serving = await serveRequests({ host, port: 0 }, (request) => operator.#answer(request))
    return operator
  }

  get log(): TransparencyLog {
    return this.judged.log
  }

  get url(): string {
    return `${this.#serving?.url}/ledger`
  }

  get final(): Checkpoint {
    return this.#final
  }

  /** Every entry so far, to begin another log with. */
  async entries(): Promise<readonly Uint8Array<ArrayBuffer>[]> {
    return Promise.all(Array.from({ length: this.log.checkpoint.size }, (_, index) => this.log.entry(index)))
  }

  /** A batch that the rules allow. */
  batch(issuer: string | null = null): Promise<Uint8Array<ArrayBuffer>> {
    return this.sign({ type: 'batch', payload: { issuer, scope: 'education', size: 64, root: cryptography.randomBytes(32) } })
  }

  sign(statement: Statement): Promise<Uint8Array<ArrayBuffer>> {
    return signEntry(statement, { origin: operatorOrigin, signers: [this.keys.operator] })
  }

  async grow(count: number): Promise<void> {
    await this.judged.submit({ entries: await Promise.all(Array.from({ length: count }, () => this.batch())) })
  }

  /** Asks for cosignatures under the policy in force and publishes what is final. */
  async publish(asking: { readonly policy?: Policy; readonly milliseconds?: number } = {}): Promise<CosignRoundResult> {
    const result = await this.ask(asking)
    if (result.isFinal) this.#final = result.checkpoint
    return result
  }

  /** Asks for cosignatures and publishes nothing. */
  async ask({ policy = this.#policy(), milliseconds = 8_000 }: { readonly policy?: Policy; readonly milliseconds?: number } = {}): Promise<CosignRoundResult> {
    const result = await collectCosignatures(this.log.checkpoint, {
      policy, cryptography, knownSizes: this.#sizes, deadline: AbortSignal.timeout(milliseconds),
      fetchResource: (url, init) => fetch(url, init), proveConsistency: (older, newer) => this.log.consistencyProof(older, newer),
    })
    for (const [name, size] of result.sizes) this.#sizes.set(name, size)
    return result
  }

  async stop(): Promise<void> {
    await this.#serving?.close()
  }

  #policy(): Policy {
    return parsePolicy(policyAt(this.judged.registry, this.judged.registry.size)?.policy ?? `quorum ${noQuorum}\n`, cryptography.sha256)
  }

  async #answer(request: Request): Promise<Response> {
    const path = new URL(request.url).pathname.replace('/ledger/', '')
    if (request.method === 'POST') return path === 'entries' ? this.#take(request) : new Response('', { status: 404 })
    const bytes = this.withheld(path) ? undefined : await this.shown.#file(path)
    return bytes === undefined ? new Response('', { status: 404 }) : new Response(bytes)
  }

  async #file(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    if (path === 'checkpoint') return encodeUtf8(this.#final.text)
    if (path === 'pending') return encodeUtf8(this.log.checkpoint.text)
    if (path === 'key') return encodeUtf8(`${this.log.verifierKey}\n`)
    return this.log.resource(path)
  }

  async #take(request: Request): Promise<Response> {
    const [answer] = await this.judged.submit({ entries: [new Uint8Array(await request.arrayBuffer())] })
    if (answer?.ok === true) return Response.json({ index: answer.index, receipt: await this.log.tlogProof(answer.index) }, { status: 201 })
    return Response.json({ code: answer?.code, detail: answer?.reason }, { status: answer?.ok === 'later' ? 503 : 422 })
  }
}

async function charterBy(operator: SigningKey): Promise<Uint8Array<ArrayBuffer>> {
  const key = encodeMultikey(operator.publicKey)
  return signEntry({ type: 'charter', payload: {
    name: 'Network', policy: `quorum ${noQuorum}\n`, rules: supportedRules, accreditors: [], operator: { did: operatorDid, name: 'Operator', keys: [key] },
    governance: { education: { threshold: 1, seats: [{ name: 'Operator', key }] } },
  } }, { origin: operatorOrigin, signers: [operator] })
}
