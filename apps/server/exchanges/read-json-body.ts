import { CredentialError, parseJson } from 'everlearned/credential'
import { ExchangeRefusal } from './exchange-refusal.ts'

/** Untrusted: whatever a message calls itself, it is read as JSON; nothing at all is undefined. @throws ExchangeRefusal `exchange/unreadable` */
export function readJsonBody(body: unknown): unknown {
  if (!Buffer.isBuffer(body) || body.length === 0) return undefined
  try {
    return parseJson(new Uint8Array(body))
  } catch (cause) {
    if (cause instanceof CredentialError || cause instanceof TypeError) throw new ExchangeRefusal('exchange/unreadable', 'Cannot read message: it is not JSON, or not safe to read')
    throw cause
  }
}
