import type { SigningKey } from 'everlearned/crypto'
import { decodeBase64url, encodeBase64url } from 'everlearned/encoding'
import { EverlearnedError } from 'everlearned/error'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { formatEntry, parseEntry, signStatement, verifyEntry, type Accredit, type EntrySignature, type Governance, type PolicyChange, type RulesChange, type Statement, type Withdraw } from 'everlearned/trust'
import { InputError } from './command.ts'
import { readText } from './files.ts'

/** What a governance decides: the policy, with whom accreditations begin, whose DID was taken by another, or by which rules. */
export type Decision =
  | { readonly statement: 'policy'; readonly payload: PolicyChange }
  | { readonly statement: 'accredit'; readonly payload: Accredit }
  | { readonly statement: 'withdraw'; readonly payload: Withdraw }
  | { readonly statement: 'rules'; readonly payload: RulesChange }

const decided: readonly unknown[] = ['policy', 'accredit', 'withdraw', 'rules'] satisfies Decision['statement'][]

/** A decision on its way from one signer to the next. */
export type PolicyDraft = Decision & {
  readonly type: 'LedgerPolicyDraft'
  /** The log that it is for. */
  readonly origin: string
  /** Who governs now. */
  readonly governing: Governance
  readonly signatures: readonly { readonly key: string; readonly signature: string }[]
}

/** Reads a draft. Untrusted: whatever was signed must verify, and be a change of policy that can be written. */
export async function readDraft(path: string): Promise<PolicyDraft> {
  const draft = parse(await readText(path), path)
  if (draft.signatures.length === 0) return draft
  try {
    if (await verifyEntry(parseEntry(entryOf(draft)), { origin: draft.origin, cryptography })) return draft
  } catch (cause) {
    if (!(cause instanceof EverlearnedError)) throw cause
    throw new InputError(`Cannot read ${path}: ${cause.message}`, { cause })
  }
  throw new InputError(`Cannot read ${path}: a signature is wrong`)
}

/** Adds the signature of a key, in place of an earlier one. */
export async function signDraft(draft: PolicyDraft, signer: SigningKey): Promise<PolicyDraft> {
  const { key, signature } = await signStatement(statementOf(draft), { origin: draft.origin, signer })
  return { ...draft, signatures: [...draft.signatures.filter((other) => other.key !== key), { key, signature: encodeBase64url(signature) }] }
}

/** The entry that a draft becomes. */
export function entryOf(draft: PolicyDraft): Uint8Array<ArrayBuffer> {
  return formatEntry(statementOf(draft), draft.signatures.map(({ key, signature }): EntrySignature => ({ key, signature: decodeBase64url(signature) })))
}

/** How many signatures are missing from each sector, of those that govern now and of those that are to. */
export function missingSignatures({ governing, statement, payload, signatures }: PolicyDraft): readonly { readonly of: 'now' | 'then'; readonly sector: string; readonly missing: number; readonly seats: readonly string[] }[] {
  const signed = new Set(signatures.map(({ key }) => key))
  const inOne = (of: 'now' | 'then', governance: Governance) => Object.entries(governance).map(([sector, { threshold, seats }]) => {
    const open = seats.filter(({ key }) => !signed.has(key))
    return { of, sector, missing: Math.max(0, threshold - (seats.length - open.length)), seats: open.map(({ name }) => name) }
  })
  return [...inOne('now', governing), ...inOne('then', statement === 'policy' ? payload.governance ?? governing : governing)].filter(({ missing }) => missing > 0)
}

function statementOf({ statement, payload }: Decision): Statement {
  return { type: statement, payload } as Statement
}

function parse(text: string, path: string): PolicyDraft {
  try {
    const draft = JSON.parse(text) as PolicyDraft
    const isDraft = draft.type === 'LedgerPolicyDraft' && typeof draft.origin === 'string' && decided.includes(draft.statement) && typeof draft.payload === 'object' && typeof draft.governing === 'object'
    if (isDraft && Array.isArray(draft.signatures) && draft.signatures.every(({ key, signature }) => typeof key === 'string' && typeof signature === 'string')) return draft
  } catch {
    // Told below.
  }
  throw new InputError(`Cannot read ${path}: it is no draft of a policy`)
}
