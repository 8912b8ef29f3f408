import { randomBytes } from 'node:crypto'
import { equalBytes } from 'everlearned/encoding'
import { EverlearnedError } from 'everlearned/error'
import { hashOrigin, parseAddCheckpoint, parseCheckpoint, parseVerifierKey, ProvenTiles, verifyCheckpoint, witnessHandler, type CosignerIdentity, type WitnessRefusal } from 'everlearned/ledger'
import { createGuardedFetch, fileWitnessStore, followLog, type FollowedLog, type FollowRole, type GuardedRequest } from 'everlearned/node'
import type { JudgedLog, KnownRegistry } from 'everlearned/trust'
import type { NodeDependencies } from '../context.ts'
import { makeUuidV7 } from '../database/uuid-v7.ts'
import { ServerError } from '../server-error.ts'
import { openCosigner, replaceCosigner } from './cosigner-keys.ts'
import { forgetCosigned, openFollowedFolder, ownCosigned } from './followed-folder.ts'

/** One file of a log, or one answer about it. */
const fetchSeconds = 15
/** The key of a log that is to be followed. */
const keyMilliseconds = 5_000

/** A log that this node follows, and what its owner wants of it. */
export interface Followed {
  readonly id: string
  /** Its registry is to be that of this node. */
  readonly joins: boolean
  readonly log: FollowedLog
}

/** Which log to follow. */
export interface FollowRequest {
  /** The address of a node, or of its log. */
  readonly url: string
  readonly role: FollowRole
  readonly joins: boolean
}

interface OwnLog {
  readonly judgedLog: JudgedLog
  readonly addCheckpoint: (request: Request) => Promise<Response>
}

/** Every log that this node follows, and the cosigner of its own one. */
export class FollowedLogs {
  readonly #dependencies: NodeDependencies
  readonly #guarded: ReturnType<typeof createGuardedFetch>
  readonly #open = new Map<string, Followed>()
  #own: OwnLog | undefined
  #turn: Promise<unknown> = Promise.resolve()
  /** What is asked of other nodes at this moment: nobody waits for them when this one stops. */
  readonly #requests = new Set<AbortController>()
  #isClosing = false
  readonly #cosigners = new Map<FollowRole, Promise<CosignerIdentity>>()

  private constructor(dependencies: NodeDependencies) {
    this.#dependencies = dependencies
    this.#guarded = createGuardedFetch({ allowedOrigins: dependencies.config.networkOrigins, timeoutSeconds: fetchSeconds })
  }

  /** Opens what is on this machine; nothing is asked of anybody. */
  static async open(dependencies: NodeDependencies): Promise<FollowedLogs> {
    const logs = new FollowedLogs(dependencies)
    const rows = await dependencies.database.selectFrom('followed_log').selectAll().orderBy('created_at').orderBy('id').execute()
    for (const { id, origin, verifier_key: verifierKey, url, role, joins } of rows) logs.#open.set(id, { id, joins, log: await logs.#follow({ origin, verifierKey, url, role }) })
    await Promise.all(logs.all.map(({ log }) => log.replay()))
    return logs
  }

  get all(): readonly Followed[] {
    return [...this.#open.values()]
  }

  find(origin: string): Followed | undefined {
    return this.all.find(({ log }) => log.origin === origin)
  }

  /** With which key this node cosigns in a role. */
  cosigner(role: FollowRole): Promise<CosignerIdentity> {
    const cosigner = this.#cosigners.get(role) ?? openCosigner(role, this.#dependencies)
    this.#cosigners.set(role, cosigner)
    return cosigner
  }

  /** From here on this node's own log can be asked for, and its own cosigner vouches for it where a policy names it. */
  async setOwn(judgedLog: JudgedLog): Promise<void> {
    const { cryptography, now, config } = this.#dependencies
    const { origin } = judgedLog.log.checkpoint
    this.#own = {
      judgedLog,
      addCheckpoint: witnessHandler({
        identity: await this.cosigner('validator'), store: await fileWitnessStore(ownCosigned(config)), cryptography,
        now: () => now().getTime() / 1_000, findKeys: async (name) => (name === origin ? [parseVerifierKey(judgedLog.log.verifierKey, cryptography.sha256)] : []),
        approve: async (_origin, _older, checkpoint): Promise<WitnessRefusal | undefined> => {
          const known = await this.registryAt(origin, checkpoint.size)
          return known !== undefined && equalBytes(known.root, checkpoint.root) ? undefined : { kind: 'refused', reason: 'this is not what was appended here' }
        },
      }),
    }
  }

  /** See `ReplayContext`: the registries of the followed logs, and of this node's own. */
  readonly registryAt = async (origin: string, size: number): Promise<KnownRegistry | undefined> => {
    if (this.#own !== undefined && origin === this.#own.judgedLog.log.checkpoint.origin) return rootedRegistry(this.#own.judgedLog, size, this.#dependencies)
    return this.find(origin)?.log.registryAt(origin, size)
  }

  /**
   * Follows a log from now on. Its key is taken from its address: whoever asks for this has to know whom they follow. A name is all
   * that a log claims; it is held to the key that signs for it, and one key of a name is followed at a time.
   *
   * @throws ServerError `network/log-unreachable`, `network/log-unproven`, `network/followed-already`, `network/origin-taken`
   */
  follow(request: FollowRequest): Promise<Followed> {
    const done = this.#turn.then(() => this.#followNow(request))
    this.#turn = done.catch(() => undefined)
    return done
  }

  /** Follows a log no longer; what was copied stays on the disk. @throws ServerError `network/not-followed`, `network/registry-in-force` */
  async unfollow(id: string): Promise<void> {
    const followed = this.#open.get(id)
    if (followed === undefined) throw new ServerError('network/not-followed', 'Cannot stop following: no log of this id is followed')
    if (this.#own?.judgedLog.registry.syncs.at(-1)?.origin === followed.log.origin) {
      throw new ServerError('network/registry-in-force', 'Cannot stop following: what this node records is judged by the registry of this log')
    }
    await this.#dependencies.database.deleteFrom('followed_log').where('id', '=', id).execute()
    this.#open.delete(id)
    await followed.log.close()
  }

  /**
   * Makes another key to cosign with in a role; the one before never signs again. It is the way on after `rolled-back`. Until a
   * policy names the new one, what this node signs counts for nobody.
   */
  renewCosigner(role: FollowRole): Promise<CosignerIdentity> {
    const done = this.#turn.then(() => this.#renewNow(role))
    this.#turn = done.catch(() => undefined)
    return done
  }

  /** Answers C2SP tlog-witness for the followed logs, and for this node's own. Untrusted: the body. */
  async addCheckpoint(body: string): Promise<Response> {
    const origin = originOf(body)
    if (origin === undefined) return new Response('not an old size, a consistency proof and a checkpoint\n', { status: 400 })
    const request = new Request('http://node.invalid/add-checkpoint', { method: 'POST', body })
    if (origin === this.#own?.judgedLog.log.checkpoint.origin) return this.#own.addCheckpoint(request)
    return await this.find(origin)?.log.addCheckpoint(request) ?? new Response('unknown log\n', { status: 404 })
  }

  /** Answers what this node has cosigned of a log, under the hash of its origin (C2SP tlog-witness, "Monitor Retrieval Mechanism"). Untrusted: the hash. */
  async shownCheckpoint(originHash: string): Promise<Response> {
    const request = new Request(`http://node.invalid/${originHash}/checkpoint`)
    const isMeant = (origin: string | undefined): boolean => origin !== undefined && hashOrigin(origin, this.#dependencies.cryptography.sha256) === originHash
    if (this.#own !== undefined && isMeant(this.#own.judgedLog.log.checkpoint.origin)) return this.#own.addCheckpoint(request)
    return await this.all.find(({ log }) => isMeant(log.origin))?.log.addCheckpoint(request) ?? new Response('unknown log\n', { status: 404 })
  }

  /** What a followed log names by a SHA-256, as far as it is kept here. Untrusted: the digest. */
  async blob(digest: string): Promise<Uint8Array | undefined> {
    for (const { log } of this.all) {
      const bytes = await log.reader(`blob/${digest}`)
      if (bytes !== undefined) return bytes
    }
    return undefined
  }

  /** A request to another node, under the guard against addresses that are nobody else's business. */
  async ask(url: string, { signal, ...init }: GuardedRequest = {}): Promise<Response> {
    const request = new AbortController()
    const stop = (): void => request.abort(signal?.reason)
    if (this.#isClosing || signal?.aborted === true) stop()
    signal?.addEventListener('abort', stop, { once: true })
    this.#requests.add(request)
    try {
      return await this.#guarded(url, { ...init, signal: request.signal })
    } finally {
      this.#requests.delete(request)
      signal?.removeEventListener('abort', stop)
    }
  }

  async close(): Promise<void> {
    this.#isClosing = true
    for (const request of this.#requests) request.abort()
    await this.#turn
    await Promise.all(this.all.map(({ log }) => log.close()))
  }

  async #followNow({ url, role, joins }: FollowRequest): Promise<Followed> {
    const { database, cryptography, now } = this.#dependencies
    const found = await this.#findKey(url)
    const { name: origin } = parseVerifierKey(found.verifierKey, cryptography.sha256)
    const same = this.find(origin)
    const isFollowed = same?.log.verifierKey === found.verifierKey || this.all.some(({ log }) => log.url === found.url)
    if (isFollowed || origin === this.#own?.judgedLog.log.checkpoint.origin) throw new ServerError('network/followed-already', 'Cannot follow: this log is followed, or it is this node\'s own')
    if (same !== undefined) throw new ServerError('network/origin-taken', 'Cannot follow: a log of this name with another key is followed')
    if (!await this.#provesKey(found)) throw new ServerError('network/log-unproven', 'Cannot follow: what answers at this address shows no checkpoint that the key it names has signed')
    const id = makeUuidV7(now(), randomBytes(10))
    const followed = { id, joins, log: await this.#follow({ origin, ...found, role }) }
    await database.insertInto('followed_log').values({ id, origin, verifier_key: found.verifierKey, url: found.url, role, joins, created_at: now() }).execute()
    this.#open.set(id, followed)
    return followed
  }

  async #renewNow(role: FollowRole): Promise<CosignerIdentity> {
    const concerned = this.all.filter(({ log }) => log.role === role)
    // Nothing is cosigned meanwhile.
    for (const { id } of concerned) this.#open.delete(id)
    await Promise.all(concerned.map(({ log }) => log.close()))
    // The key first: what it has said may be forgotten once it is gone, not before.
    await replaceCosigner(role, this.#dependencies)
    this.#cosigners.delete(role)
    await forgetCosigned(role, this.#dependencies)
    const rows = await this.#dependencies.database.selectFrom('followed_log').select(['id', 'verifier_key']).execute()
    for (const { id, joins, log } of concerned) {
      const verifierKey = rows.find((row) => row.id === id)?.verifier_key ?? log.verifierKey
      this.#open.set(id, { id, joins, log: await this.#follow({ origin: log.origin, url: log.url, role, verifierKey }) })
    }
    if (role === 'validator' && this.#own !== undefined) await this.setOwn(this.#own.judgedLog)
    return this.cosigner(role)
  }

  /** At the address itself, or under the one where nodes have their log. */
  async #findKey(given: string): Promise<{ readonly url: string; readonly verifierKey: string }> {
    const address = given.replace(/\/+$/, '')
    for (const url of [address, `${address}/ledger`]) {
      const verifierKey = await this.#readKey(`${url}/key`)
      if (verifierKey !== undefined) return { url, verifierKey }
    }
    throw new ServerError('network/log-unreachable', 'Cannot follow: no log answers at this address')
  }

  async #readKey(address: string): Promise<string | undefined> {
    return this.#read(address, async (text) => {
      parseVerifierKey(text.trim(), this.#dependencies.cryptography.sha256)
      return text.trim()
    })
  }

  /** Untrusted: anybody can name any key; who has it has signed the log with it. */
  async #provesKey({ url, verifierKey }: { readonly url: string; readonly verifierKey: string }): Promise<boolean> {
    const { cryptography } = this.#dependencies
    const key = parseVerifierKey(verifierKey, cryptography.sha256)
    // Of a log of which nothing is final yet there is the pending one.
    for (const path of ['checkpoint', 'pending']) {
      if (await this.#read(`${url}/${path}`, async (text) => verifyCheckpoint(parseCheckpoint(text), key, cryptography)) === true) return true
    }
    return false
  }

  /** What an address answers, as far as it can be read. */
  async #read<Result>(address: string, parse: (text: string) => Promise<Result>): Promise<Result | undefined> {
    try {
      const answer = await this.ask(address, { signal: AbortSignal.timeout(keyMilliseconds) })
      const text = await answer.text()
      return answer.status === 200 ? await parse(text) : undefined
    } catch (cause) {
      if (cause instanceof EverlearnedError) return undefined
      throw cause
    }
  }

  async #follow({ origin, verifierKey, url, role }: { readonly origin: string; readonly verifierKey: string; readonly url: string; readonly role: FollowRole }): Promise<FollowedLog> {
    const { cryptography, now } = this.#dependencies
    const folder = await openFollowedFolder({ origin, verifierKey, role }, this.#dependencies)
    const cosigner = await this.cosigner(role)
    return followLog({
      folder, url, verifierKey, role, cosigner, cryptography, now, registryAt: this.registryAt,
      fetch: (address, { signal }) => this.ask(address, signal === undefined || signal === null ? {} : { signal }),
    })
  }
}

/** A node's own registry at a size, with the root that its log had then. */
async function rootedRegistry({ registry, log }: JudgedLog, size: number, { cryptography }: NodeDependencies): Promise<KnownRegistry | undefined> {
  const { checkpoint } = log
  if (size > checkpoint.size || size > registry.size) return undefined
  if (size === checkpoint.size) return { registry, root: checkpoint.root }
  return { registry, root: await (await ProvenTiles.open((path) => log.resource(path), checkpoint, cryptography.sha256)).rootAt(size) }
}

function originOf(body: string): string | undefined {
  try {
    return parseAddCheckpoint(body).checkpoint.origin
  } catch (cause) {
    if (cause instanceof EverlearnedError) return undefined
    throw cause
  }
}
