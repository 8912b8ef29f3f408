import { CredentialError } from './credential-error.ts'

/**
 * Reads a JSON Pointer into the names and numbers on its way (RFC 6901); the empty pointer is the whole document.
 *
 * @throws CredentialError `credential/pointer-malformed`
 */
export function parseJsonPointer(pointer: string): readonly string[] {
  if (pointer === '') return []
  const isEscaped = pointer.includes('~')
  if (!pointer.startsWith('/') || (isEscaped && /~(?![01])/.test(pointer))) throw new CredentialError('credential/pointer-malformed', `Cannot read pointer ${quotePointer(pointer)}: it is no JSON Pointer`)
  const parts = pointer.slice(1).split('/')
  return !isEscaped ? parts : parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** Writes a JSON Pointer. */
export function formatJsonPointer(path: readonly (string | number)[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** A pointer as messages show it: of bounded length, on one line. */
export function quotePointer(pointer: string): string {
  return JSON.stringify(pointer.length > 200 ? `${pointer.slice(0, 200)}…` : pointer)
}
