import { encodeMultikey } from '../../crypto/multikey.ts'
import type { VerificationKey } from '../../credential/jose/jose-algorithm.ts'
import { RegistryError } from './registry-error.ts'

/** Where a standing was read: a list at an https address, a federation, a registry of CTDL, a statement that an accreditor signed, a ledger, the verifier's own list. */
export type StandingSource = 'issuer-list' | 'openid-federation' | 'credential-registry' | 'endorsement' | 'ledger' | 'own-list'

/** What holds of a standing at the moment judged. */
export type StandingState = 'in-force' | 'not-yet' | 'expired' | 'suspended' | 'withdrawn'

/** One step of who vouches for whom, from whoever the verifier trusts down to the issuer. */
export interface ChainLink {
  readonly id: string
  readonly name: string | null
}

/** One thing that an issuer is accredited for, and by whom. */
export interface AccreditedScope {
  /** An absolute identifier: of a kind of credential, a framework, a trust mark. */
  readonly scope: string
  readonly by: ChainLink
  readonly from?: Date
  readonly until?: Date
}

/** What one registry says of an issuer: the one form for every source. */
export interface IssuerStanding {
  readonly source: StandingSource
  /** The name that the verifier, not the registry, gave the registry. */
  readonly registry: string
  readonly did: string
  /** As the registry names the issuer; what a credential, or the issuer itself, calls the issuer is never taken for it. */
  readonly name: string | null
  readonly legalName?: string
  readonly url?: string
  readonly location?: string
  /** Identifiers in other registers: `ctid`, `ror`. */
  readonly identifiers?: Readonly<Record<string, string>>
  /** The keys that the registry ties to the DID, as {@link nameKey} writes them; absent when it says nothing of keys. */
  readonly keys?: readonly string[]
  /** Empty for a mere listing: being known is not being accredited. */
  readonly accreditedFor: readonly AccreditedScope[]
  /** From the trusted root to the issuer, both included. */
  readonly chain: readonly ChainLink[]
  /** Whether the root's keys were chosen by the verifier; false when they are only what an https address served. */
  readonly isRootPinned: boolean
  readonly state: StandingState
  readonly from?: Date
  readonly until?: Date
  /** When the answer itself, not the standing, goes out of date. */
  readonly freshUntil?: Date
  /** The moment judged. */
  readonly checkedAt: Date
}

/** What came of asking one registry: `absent` when it answered that it does not know the issuer. */
export type RegistryAnswer = { readonly state: 'listed'; readonly registry: string; readonly standing: IssuerStanding } | { readonly state: 'absent'; readonly registry: string } | NoAnswer

/** Why a registry says nothing that counts: `refused` for what must not be believed, `unknown` for what could not be had. */
export interface NoAnswer {
  readonly state: 'refused' | 'unknown'
  readonly registry: string
  readonly code: string
  readonly reason: string
}

/** Turns what went wrong while a registry was asked into its answer; only faults of the installation are thrown on. */
export function answerOf(error: unknown, registry: string): RegistryAnswer {
  if (!(error instanceof RegistryError)) throw error
  return { state: error.isOpen ? 'unknown' : 'refused', registry, code: error.code, reason: error.message }
}

/** Untrusted: a longer name or place is not shown. */
const maxNameLength = 256

/** A name from a registry that is safe to show: no control characters, none that turn the direction of writing. */
export function readName(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const name = value.normalize('NFC').trim()
  if (name === '' || name.length > maxNameLength || /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/u.test(name)) return undefined
  return name
}

/** An address from a registry that is safe to link to. */
export function readAddress(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 2_048 || !URL.canParse(value)) return undefined
  return /^https?:\/\//i.test(value) ? value : undefined
}

/** The one text that stands for a key wherever keys are compared: its Multikey, or modulus and exponent for RSA. */
export function nameKey(key: VerificationKey): string {
  return key.type === 'RSA' ? `rsa:${key.n}:${key.e}` : encodeMultikey(key)
}
