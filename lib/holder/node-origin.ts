import { HolderError } from './holder-error.ts'

/**
 * The origin of a node that a wallet may talk to: https, or http on this very machine for a rehearsal.
 *
 * Untrusted: the address comes from a link.
 *
 * @throws HolderError `holder/node-origin`
 */
export function parseNodeOrigin(text: string): string {
  if (text.length > 2_048 || !URL.canParse(text)) throw refused()
  const { protocol, origin, hostname, username, password } = new URL(text)
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname) || hostname.endsWith('.localhost')
  if (username !== '' || password !== '' || (protocol !== 'https:' && !(protocol === 'http:' && isLoopback))) throw refused()
  return origin
}

function refused(): HolderError {
  return new HolderError('holder/node-origin', 'Cannot use this node: its address is neither https nor on this machine')
}
