import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { EverlearnedError } from 'everlearned/error'
import { httpLogReader, parseVerifierKey, type LogReader } from 'everlearned/ledger'
import { folderLogReader, nativeCryptography as cryptography } from 'everlearned/node'
import { InputError, UnavailableError, UsageError } from './command.ts'
import { readText } from './files.ts'

/** A log that somebody publishes, and the key it must be signed by. */
export interface PublishedLog {
  readonly reader: LogReader
  readonly verifierKey: string
}

/** Tells whether an argument is an address and not a path. */
export function isAddress(target: string): boolean {
  return URL.canParse(target) && /^https?:/.test(target)
}

/** Opens the log at an address or in a folder; without a key, under the one that it shows itself. */
export async function openPublishedLog(target: string, key?: string): Promise<PublishedLog> {
  if (isAddress(target)) return { reader: patient(httpLogReader(target, fetchResource)), verifierKey: key === undefined ? await fetchKey(target) : await readKey(key) }
  if (!existsSync(join(target, 'checkpoint'))) throw new InputError(`Cannot read log ${target}: no file "checkpoint" there`)
  return { reader: folderLogReader(target), verifierKey: key === undefined ? await readShownKey(target) : await readKey(key) }
}

/** A verifier key as such, or the path of a file that holds one. */
export async function readKey(value: string): Promise<string> {
  const key = /^[^\s/][^\s]*\+[0-9a-f]{8}\+/.test(value) ? value : (await readText(value)).trim()
  parseVerifierKey(key, cryptography.sha256)
  return key
}

/** The key that a log at an address shows. */
export async function fetchKey(url: string): Promise<string> {
  if (!isAddress(url)) throw new UsageError('the URL of a log begins with http:// or https://')
  const response = await reach(`${prefixOf(url)}/key`)
  if (!response.ok) throw new UnavailableError(`Cannot fetch the key of the log: the answer was ${response.status}`)
  const key = (await response.text()).slice(0, 1_000).trim()
  parseVerifierKey(key, cryptography.sha256)
  return key
}

/** What an address answered to bytes that were sent to it. */
export async function submit(url: string, bytes: Uint8Array<ArrayBuffer>): Promise<Response> {
  return reach(url, { method: 'POST', body: bytes, headers: { 'content-type': 'application/octet-stream' } })
}

/** The address of a log without a slash at its end. */
export function prefixOf(url: string): string {
  return url.replace(/\/+$/, '')
}

/** The address is the caller's own choice, so any may be asked; it must answer in time. */
export function fetchResource(url: string, init: RequestInit = {}): Promise<Response> {
  return fetch(url, { signal: AbortSignal.timeout(30_000), redirect: 'error', ...init })
}

async function reach(url: string, init: RequestInit = {}): Promise<Response> {
  return fetchResource(url, init).catch((cause: unknown) => {
    throw new UnavailableError('Cannot reach the log', { cause })
  })
}

/** A network that fails is no verdict on the log. */
function patient(reader: LogReader): LogReader {
  return async (path) => {
    try {
      return await reader(path)
    } catch (cause) {
      if (cause instanceof EverlearnedError || !(cause instanceof TypeError || (cause instanceof Error && cause.name === 'TimeoutError'))) throw cause
      throw new UnavailableError('Cannot reach the log', { cause })
    }
  }
}

/** The key that lies beside a log on disk, as a node writes it there. */
async function readShownKey(folder: string): Promise<string> {
  const path = join(folder, 'key')
  if (!existsSync(path)) throw new UsageError('--key is missing, and no file "key" lies beside the log')
  return readKey(path)
}
