import type { Cryptography } from 'everlearned/crypto'
import { encodeHex } from 'everlearned/encoding'
import { parseBuildManifest, verifyBuildProof, type BuildManifest, type BuildNotProven } from 'everlearned/trust'
import type { NotedLog } from './keeper-state.ts'

/** What the keeper works with. */
export interface KeeperTools {
  readonly storage: CacheStorage
  readonly fetch: (address: string, init?: RequestInit) => Promise<Response>
  readonly cryptography: Cryptography
  /** The wallet's own. */
  readonly origin: string
}

/** A manifest as it was served. */
export interface OfferedBuild {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly digest: string
  readonly manifest: BuildManifest
}

/** Untrusted: longer answers are cut off, and slower ones. */
const maxAnswerBytes = 1_048_576
const patienceMilliseconds = 20_000

/** Fetches the manifest of what is served now. @throws TrustError `trust/build-malformed`, and when it cannot be reached */
export async function fetchManifest({ fetch, origin, cryptography }: KeeperTools): Promise<OfferedBuild> {
  const bytes = await fetchBytes(`${origin}/build.json`, fetch)
  return { bytes, digest: encodeHex(cryptography.sha256(bytes)), manifest: parseBuildManifest(bytes) }
}

/** Fetches a file past every cache, however long it is said to be. @throws when it cannot be had */
export async function fetchFile(path: string, size: number, { fetch, origin }: KeeperTools): Promise<{ readonly response: Response; readonly bytes: Uint8Array<ArrayBuffer> }> {
  const response = await fetch(`${origin}${path}`, { cache: 'reload', redirect: 'error', signal: AbortSignal.timeout(patienceMilliseconds) })
  if (!response.ok) throw new TypeError('Cannot fetch file: the answer is no file')
  return { response, bytes: await readBytes(response, size) }
}

/** The log of the node that serves this wallet, as it says itself, once: what it says later is held against this. */
export async function fetchLog(tools: KeeperTools): Promise<NotedLog> {
  const node = await findNode(tools)
  const policy = await fetchBytes(`${node}/ledger/policy`, tools.fetch).then(textOf, () => null)
  const verifierKey = textOf(await fetchBytes(`${node}/ledger/key`, tools.fetch)).trim()
  return { verifierKey, policy }
}

/** Asks the node for the proof that a build is recorded, and verifies it under the log that was noted. */
export async function proveOffered({ bytes, digest }: OfferedBuild, log: NotedLog, tools: KeeperTools): Promise<{ readonly index: number } | BuildNotProven> {
  const answer = JSON.parse(textOf(await fetchBytes(`${await findNode(tools)}/api/ledger/builds/${digest}`, tools.fetch))) as { readonly state?: unknown; readonly proof?: unknown } | null
  if (answer?.state !== 'recorded') return { code: 'trust/build-not-recorded' }
  return verifyBuildProof(answer.proof, bytes, { ...log, cryptography: tools.cryptography })
}

/** The node behind this wallet's origin. */
async function findNode({ fetch, origin }: KeeperTools): Promise<string> {
  const { node } = JSON.parse(textOf(await fetchBytes(`${origin}/health`, fetch))) as { readonly node: string }
  return new URL(node).origin
}

async function fetchBytes(address: string, fetch: KeeperTools['fetch']): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(address, { cache: 'no-store', redirect: 'error', credentials: 'omit', signal: AbortSignal.timeout(patienceMilliseconds) })
  if (!response.ok) throw new TypeError('Cannot fetch: the answer is no answer')
  return readBytes(response, maxAnswerBytes)
}

async function readBytes(response: Response, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  for (const reader = (response.body ?? new Blob([]).stream()).getReader();;) {
    const { done, value } = await reader.read()
    if (done) return new Uint8Array(await new Blob(chunks).arrayBuffer())
    chunks.push(value)
    length += value.length
    if (length <= limit) continue
    await reader.cancel()
    throw new TypeError('Cannot fetch: the answer is too long')
  }
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
