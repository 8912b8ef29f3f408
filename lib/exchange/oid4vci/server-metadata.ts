import type { JsonObject } from '../../encoding/canonical-json.ts'
import { ExchangeError } from '../exchange-error.ts'
import { readMembers } from './_read-members.ts'
import { authorizationGrantType, preAuthorizedGrantType } from './credential-offer.ts'

/** What an authorization server says of itself (RFC 8414, "Authorization Server Metadata"). */
export interface ServerMetadata {
  readonly issuer: string
  readonly tokenEndpoint: string
  /** Undefined also where requests must be pushed first and there is no place for it. */
  readonly authorizationEndpoint: string | undefined
  /** Where a request is left before the person goes to the page (RFC 9126), for servers that take it. */
  readonly pushedEndpoint?: string | undefined
  /** Whether its answers name it (RFC 9207), so that none can be taken for that of another. */
  readonly namesItself: boolean
}

/**
 * Reads the metadata of an authorization server.
 *
 * Untrusted: all of it. @throws ExchangeError `exchange/malformed`, `exchange/issuer-mismatch`
 */
export function parseServerMetadata(value: unknown, expectedIssuer: string): ServerMetadata {
  const metadata = readMembers(value, 'server metadata')
  const issuer = metadata.text('issuer')
  if (issuer !== expectedIssuer) throw new ExchangeError('exchange/issuer-mismatch', 'Cannot go on: the metadata is of another authorization server than the issuer names')
  const pushedEndpoint = metadata.optionalText('pushed_authorization_request_endpoint')
  const isClosed = metadata.object['require_pushed_authorization_requests'] === true && pushedEndpoint === undefined
  return {
    issuer, tokenEndpoint: metadata.text('token_endpoint'), authorizationEndpoint: isClosed ? undefined : metadata.optionalText('authorization_endpoint'), pushedEndpoint,
    namesItself: metadata.object['authorization_response_iss_parameter_supported'] === true,
  }
}

/** Writes the metadata of an issuer that is its own authorization server. */
export function formatServerMetadata(issuer: string): JsonObject {
  return {
    issuer, token_endpoint: `${issuer}/token`, authorization_endpoint: `${issuer}/authorize`,
    response_types_supported: ['code'], grant_types_supported: [preAuthorizedGrantType, authorizationGrantType],
    token_endpoint_auth_methods_supported: ['none'], code_challenge_methods_supported: ['S256'],
    'pre-authorized_grant_anonymous_access_supported': true, authorization_response_iss_parameter_supported: true,
  }
}
