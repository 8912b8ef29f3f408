import { isJsonObject, listOf } from '../../credential/parse-json.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { ExchangeError } from '../exchange-error.ts'
import { malformed, readMembers, type MemberReader } from './_read-members.ts'

/** The kinds of key proof that are made and checked here (OpenID4VCI 1.0, "Proof Types"). */
export const proofTypes = ['di_vp', 'jwt'] as const

/** See {@link proofTypes}. */
export type ProofType = (typeof proofTypes)[number]

/** Untrusted: an issuer of more configurations, or a list of more values, is refused. */
const [maxConfigurations, maxValues] = [256, 64]

/** One kind of credential that an issuer hands out. */
export interface CredentialConfiguration {
  readonly id: string
  readonly format: string
  /** The issuer's own words. Untrusted: show them as theirs. */
  readonly name: string | undefined
  readonly scope: string | undefined
  /** `did:key`, `did:web`, `jwk`…; empty when the issuer does not say. */
  readonly bindingMethods: readonly string[]
  /** Whether a key must be proven at all. */
  readonly isBound: boolean
  /** The algorithms or cryptosuites of each kind of proof that is known here and can be made without an attestation. */
  readonly proofTypes: { readonly [type in ProofType]?: readonly string[] }
}

/** What an issuer says of itself (OpenID4VCI 1.0, "Credential Issuer Metadata Parameters"). */
export interface IssuerMetadata {
  readonly issuer: string
  /** The issuer's own words. Untrusted: show them as theirs, beside its address. */
  readonly name: string | undefined
  readonly authorizationServers: readonly string[]
  readonly credentialEndpoint: string
  readonly nonceEndpoint: string | undefined
  readonly deferredEndpoint: string | undefined
  readonly notificationEndpoint: string | undefined
  /** How many keys may be proven at once. */
  readonly batchSize: number
  readonly configurations: readonly CredentialConfiguration[]
}

/**
 * Where the metadata of an issuer or of its authorization server lies: the well-known segment goes between host and path
 * (OpenID4VCI 1.0, "Credential Issuer Metadata"; RFC 8414, "Obtaining Authorization Server Metadata").
 */
export function metadataUrl(identifier: string, name: 'openid-credential-issuer' | 'oauth-authorization-server'): string {
  if (!URL.canParse(identifier)) throw malformed('issuer identifier', 'it is no address')
  const { origin, pathname, search, hash } = new URL(identifier)
  if (search !== '' || hash !== '') throw malformed('issuer identifier', 'it has a query or a fragment')
  return `${origin}/.well-known/${name}${pathname.replace(/\/$/, '')}`
}

/**
 * Reads the metadata of an issuer.
 *
 * Untrusted: all of it. @throws ExchangeError `exchange/malformed`, `exchange/issuer-mismatch` when it is of another issuer, to the byte,
 *   `exchange/not-supported` when it takes nothing but encrypted messages
 */
export function parseIssuerMetadata(value: unknown, expectedIssuer: string): IssuerMetadata {
  const metadata = readMembers(value, 'issuer metadata')
  const issuer = metadata.text('credential_issuer')
  if (issuer !== expectedIssuer) throw new ExchangeError('exchange/issuer-mismatch', 'Cannot go on: the metadata is of another issuer than the offer')
  for (const name of ['credential_request_encryption', 'credential_response_encryption']) {
    if (metadata.optionalObject(name)?.['encryption_required'] === true) throw new ExchangeError('exchange/not-supported', 'Cannot go on: the issuer wants encrypted messages')
  }
  const servers = metadata.texts('authorization_servers', maxValues)
  return {
    issuer, name: displayName(metadata), authorizationServers: servers.length === 0 ? [issuer] : servers,
    credentialEndpoint: metadata.text('credential_endpoint'), nonceEndpoint: metadata.optionalText('nonce_endpoint'),
    deferredEndpoint: metadata.optionalText('deferred_credential_endpoint'), notificationEndpoint: metadata.optionalText('notification_endpoint'),
    batchSize: batchSizeOf(metadata), configurations: configurationsOf(metadata),
  }
}

function batchSizeOf(metadata: MemberReader): number {
  const batch = metadata.optionalObject('batch_credential_issuance')
  return batch === undefined ? 1 : readMembers(batch, 'issuer metadata').count('batch_size') ?? 1
}

function configurationsOf(metadata: MemberReader): readonly CredentialConfiguration[] {
  const entries = Object.entries(metadata.optionalObject('credential_configurations_supported') ?? {})
  if (entries.length > maxConfigurations) throw malformed('issuer metadata', `it has more than ${maxConfigurations} configurations`)
  return entries.map(([id, value]) => {
    const configuration = readMembers(value, 'issuer metadata')
    const proofs = configuration.optionalObject('proof_types_supported')
    const described = configuration.optionalObject('credential_metadata')
    return {
      id, format: configuration.text('format', 100), scope: configuration.optionalText('scope'), bindingMethods: configuration.texts('cryptographic_binding_methods_supported', maxValues),
      name: described === undefined ? displayName(configuration) : displayName(readMembers(described, 'issuer metadata')),
      isBound: proofs !== undefined, proofTypes: Object.fromEntries(proofTypes.flatMap((type) => readProofType(type, proofs?.[type]))),
    }
  })
}

/** A kind of proof that wants an attestation of the key's storage is one that cannot be made here. */
function readProofType(type: ProofType, value: Json | undefined): readonly [ProofType, readonly string[]][] {
  if (!isJsonObject(value) || value['key_attestations_required'] !== undefined) return []
  return [[type, readMembers(value, 'issuer metadata').texts('proof_signing_alg_values_supported', maxValues)]]
}

function displayName({ object }: MemberReader): string | undefined {
  const [first] = listOf(object['display'])
  const name = isJsonObject(first) ? first['name'] : undefined
  return typeof name === 'string' ? name.slice(0, 200) : undefined
}

/** What an issuer writes of itself. */
export interface IssuerDescription {
  readonly issuer: string
  readonly name: string
  readonly batchSize: number
  readonly configurations: { readonly [id: string]: JsonObject }
}

/** Writes the metadata of an issuer that is its own authorization server, with all its endpoints below its identifier. */
export function formatIssuerMetadata({ issuer, name, batchSize, configurations }: IssuerDescription): JsonObject {
  return {
    credential_issuer: issuer, authorization_servers: [issuer],
    credential_endpoint: `${issuer}/credential`, nonce_endpoint: `${issuer}/nonce`,
    deferred_credential_endpoint: `${issuer}/deferred_credential`, notification_endpoint: `${issuer}/notification`,
    ...(batchSize > 1 ? { batch_credential_issuance: { batch_size: batchSize } } : {}),
    display: [{ name }], credential_configurations_supported: configurations,
  }
}
