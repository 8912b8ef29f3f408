import { ExchangeError } from '../exchange-error.ts'

/** What an issuer may answer in the member `error` (OpenID4VCI 1.0, "Token Error Response", "Credential Error Response", "Notification Error Response"). */
export const oid4vciErrors = [
  'invalid_request', 'invalid_grant', 'unsupported_grant_type', 'invalid_token', 'invalid_credential_request', 'unknown_credential_configuration',
  'unknown_credential_identifier', 'invalid_encryption_parameters', 'invalid_proof', 'invalid_nonce', 'credential_request_denied',
  'invalid_transaction_id', 'invalid_notification_id', 'invalid_notification_request',
] as const

/** See {@link oid4vciErrors}. */
export type Oid4vciError = (typeof oid4vciErrors)[number]

/** A request of OpenID4VCI that is refused; codes are `oid4vci/` and the name of the error. */
export class Oid4vciRefusal extends ExchangeError {
  readonly error: Oid4vciError

  constructor(error: Oid4vciError, message: string) {
    super(`oid4vci/${error.replaceAll('_', '-')}`, message)
    this.error = error
  }
}
