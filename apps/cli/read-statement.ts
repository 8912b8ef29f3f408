import { decodeHex } from 'everlearned/encoding'
import type { Statement } from 'everlearned/trust'
import { InputError } from './command.ts'
import { readText } from './files.ts'
import { parseJson } from './parse-json.ts'

/** What is to be said on a log, before anybody signed it; what its members must be, the entry judges. */
export interface UnsignedStatement {
  readonly type: Statement['type']
  readonly payload: Readonly<Record<string, unknown>>
}

/** Reads `{ "type", "payload" }`; the root of a batch is hex there. Untrusted. */
export async function readStatement(path: string): Promise<UnsignedStatement> {
  const value = parseJson(await readText(path), path)
  if (typeof value !== 'object' || value === null || !('type' in value) || !('payload' in value)) throw malformed(path)
  const { type, payload } = value
  if (typeof type !== 'string' || typeof payload !== 'object' || payload === null || Array.isArray(payload)) throw malformed(path)
  if (type !== 'batch') return { type, payload } as UnsignedStatement
  const { root } = payload as { readonly root?: unknown }
  if (typeof root !== 'string' || !/^[0-9a-f]{64}$/.test(root)) throw new InputError(`Cannot read ${path}: the root of a batch is 64 hexadecimal digits`)
  return { type, payload: { ...payload, root: decodeHex(root) } }
}

function malformed(path: string): InputError {
  return new InputError(`Cannot read ${path}: it is no statement with a type and a payload`)
}
