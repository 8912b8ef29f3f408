import type { Cryptography } from '../crypto/cryptography.ts'
import type { KnownDocuments } from '../did/resolve-did.ts'
import type { StatusSnapshot } from './bundle.ts'
import type { Trust } from './policy.ts'

/** A file that the presenter hands over beside the credential, to be compared with the digests it names. */
export type EvidenceFile = Uint8Array<ArrayBuffer>

/** Everything that a verdict may look at besides the document itself: its clock, its network, its trust. */
export interface VerifyContext {
  readonly cryptography: Cryptography
  /** The moment for which the document is judged. */
  readonly now: Date
  /** Documents by URL or DID that the caller vouches for; parsed JSON, or a text for token formats. */
  readonly documents: KnownDocuments
  /**
   * Fetches and parses what the document names and `documents` lacks, within its own limits; without it the verdict is offline.
   * Answers undefined, or throws, when it cannot or will not.
   */
  readonly fetchDocument?: ((url: string) => Promise<unknown>) | undefined
  /** Status lists that the caller fetched before, by their address, with the moment: for when there is no network. Their age is told. */
  readonly keptLists?: Readonly<Record<string, StatusSnapshot>> | undefined
  /**
   * Finds what the registries of the trusted networks name by its SHA-256, in hexadecimal, with those who keep copies: the last
   * status list of an issuer that is gone. Answers undefined, or throws, when nobody has it; other bytes are not believed.
   */
  readonly findBlob?: ((digest: string) => Promise<Uint8Array | undefined>) | undefined
  readonly trust: Trust
  /** The DID or e-mail address that the document should belong to. */
  readonly holder?: string | undefined
  /** What a presentation must have been made for. */
  readonly challenge?: string | undefined
  readonly domain?: string | undefined
  readonly evidence?: readonly EvidenceFile[] | undefined
}
