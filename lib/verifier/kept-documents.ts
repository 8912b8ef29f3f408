import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { isJsonObject } from '../credential/parse-json.ts'
import { digestOfDocument, verifyArchiveProof, type ArchivedProven } from '../trust/archive-proof.ts'
import { archived } from '../trust/history.ts'
import type { ReadInput } from './input.ts'
import { judgeIssuerKey } from './issuer-key.ts'
import { logTrustOf, recordsOf, registryIndexOf, type LogPlace, type TrustedNetwork } from './trusted-network.ts'
import type { VerifyContext } from './verify-context.ts'

/** Untrusted: of the archive proofs that a sharer brings no more are looked at. */
const maxProofs = 32

/** Tells whether a registry that the verifier trusts knows a DID. */
export function isRegisteredAnywhere(did: string, { trust }: Pick<VerifyContext, 'trust'>): boolean {
  return (trust.networks ?? []).some(({ registry: { registry } }) => registry.participants.has(did))
}

/**
 * The DID documents that outlive these issuers: the last that one archived in a registry of the verifier, else one that the sharer
 * brings and a log that counts proves to have been archived.
 */
export async function findKeptDocuments(dids: readonly string[], input: ReadInput, context: VerifyContext): Promise<JsonObject> {
  const kept: Record<string, Json> = {}
  for (const did of dids) {
    const document = fromRegistry(did, isByHolder, context) ?? (await provenOnce(input, context)).get(did)
    if (document !== undefined) kept[did] = document
  }
  return kept
}

/** What was archived by who had these DIDs before they were given back: it proves nothing, but tells whose key made a signature. */
export function findImpostorDocuments(dids: readonly string[], context: VerifyContext): JsonObject {
  return Object.fromEntries(dids.flatMap((did) => {
    const document = fromRegistry(did, (...place) => !isByHolder(...place), context)
    return document === undefined ? [] : [[did, document]]
  }))
}

function fromRegistry(did: string, isWanted: typeof isByHolder, { trust: { networks = [] } }: VerifyContext): JsonObject | undefined {
  for (const network of networks) {
    for (const registry of recordsOf(network)) {
      const document = archived(registry, { issuer: did, id: did }).findLast(({ kind, index }) => kind === 'did-document' && isWanted(did, { origin: registry.origin, index }, network))?.document
      if (isJsonObject(document)) return document
    }
  }
  return undefined
}

/** What was archived by who had the DID before it was given back is not of its owner. */
function isByHolder(did: string, place: LogPlace, network: TrustedNetwork): boolean {
  const holder = network.registry.registry.participants.get(did)
  if (holder === undefined) return true
  return holder.freedAt === undefined && (!network.registry.registry.former.has(did) || (registryIndexOf(network, place) ?? -1) > holder.registeredAt)
}

const known = new WeakMap<ReadInput, Promise<ReadonlyMap<string, JsonObject>>>()

function provenOnce(input: ReadInput, context: VerifyContext): Promise<ReadonlyMap<string, JsonObject>> {
  const proven = known.get(input) ?? prove(input, context)
  known.set(input, proven)
  return proven
}

/** Untrusted: the proofs and the documents. Of several the one that stands last in its log counts. */
async function prove({ bundle }: ReadInput, context: VerifyContext): Promise<ReadonlyMap<string, JsonObject>> {
  const trust = logTrustOf(context)
  const latest = new Map<string, { readonly index: number; readonly document: JsonObject }>()
  for (const untrusted of (bundle?.archived ?? []).slice(0, maxProofs)) {
    const proven = await verifyArchiveProof(untrusted, trust)
    if ('outcome' in proven || proven.kind !== 'did-document' || proven.id !== proven.issuer || !isSignedByIssuer(proven, context)) continue
    const document = proven.document ?? carried(proven, bundle?.documents ?? {}, context)
    if (document !== undefined && proven.index >= (latest.get(proven.id)?.index ?? 0)) latest.set(proven.id, { index: proven.index, document })
  }
  return new Map([...latest].map(([did, { document }]) => [did, document]))
}

/** Whoever stole a key could archive a document of their own with it. */
function isSignedByIssuer({ issuer, signedBy, origin, index }: ArchivedProven, context: VerifyContext): boolean {
  return signedBy.every((key) => ['good', 'unlisted', 'untold'].includes(judgeIssuerKey({ did: issuer, key }, { origin, index }, context).state))
}

function carried({ id, digest }: ArchivedProven, documents: JsonObject, { cryptography }: VerifyContext): JsonObject | undefined {
  const document = Object.hasOwn(documents, id) ? documents[id] : undefined
  return isJsonObject(document) && digestOfDocument(document, cryptography.sha256) === digest ? document : undefined
}
