import { DidError } from './did-error.ts'

/** Untrusted: longer text is refused before it is looked at. */
export const maxDidUrlLength = 2_048

/** A DID URL taken apart (Decentralized Identifiers 1.0, "DID Syntax"). */
export interface DidUrl {
  /** The identifier without path, query and fragment. */
  readonly did: string
  readonly method: string
  /** What follows the method: `z6Mk…` or `college.example:orgs:north`. */
  readonly methodSpecificId: string
  readonly path: string
  readonly query: string | undefined
  readonly fragment: string | undefined
}

/** Path, query and fragment in the characters of RFC 3986, "Path", "Query" and "Fragment". */
const syntax = /^(did:([a-z0-9]+):((?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2}|:(?!$|[/?#]))+))(\/[\w.~!$&'()*+,;=:@%/-]*)?(?:\?([\w.~!$&'()*+,;=:@%/?-]*))?(?:#([\w.~!$&'()*+,;=:@%/?-]*))?$/

/**
 * Takes a DID or a DID URL apart.
 *
 * @throws DidError `did/malformed`
 */
export function parseDidUrl(text: string): DidUrl {
  const match = text.length > maxDidUrlLength ? null : syntax.exec(text)
  if (match === null) throw new DidError('did/malformed', 'Cannot read DID: not of the form did:method:identifier')
  const [, did = '', method = '', methodSpecificId = '', path = '', query, fragment] = match
  return { did, method, methodSpecificId, path, query, fragment }
}

/** Tells whether a text is a DID: well formed, and without path, query and fragment. */
export function isDid(text: string): boolean {
  const match = text.length > maxDidUrlLength ? null : syntax.exec(text)
  return match !== null && match[1] === text
}
