import { credentialsContextUrl, openBadgesContextUrl } from 'everlearned/credential'
import type { JsonObject } from 'everlearned/encoding'
import { holderCryptosuites } from 'everlearned/exchange'
import { formatCredentialOffer, formatIssuerMetadata } from 'everlearned/exchange/oid4vci'
import type { NodeContext } from '../../context.ts'
import { findOpenExchange, type Exchange } from '../exchange-session.ts'
import type { ConfigurationId } from './configurations.ts'
import { preAuthorizedCodeOf } from './grants.ts'

/** How many keys may be proven at once, each for a credential of its own. */
export const batchSize = 8

const openBadgeType = 'https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential'

const bothProofs = {
  di_vp: { proof_signing_alg_values_supported: [...holderCryptosuites] },
  jwt: { proof_signing_alg_values_supported: ['EdDSA', 'ES256'] },
}

/** The Credential Issuer Identifier of an exchange, which is also the domain of its key proofs. Each exchange is an issuer to itself. */
export function issuerUrlOf(sessionId: string, { publicBaseUrl }: Pick<NodeContext['config'], 'publicBaseUrl'>): string {
  return `${publicBaseUrl}/oid4vci/${sessionId}`
}

/** What of an exchange its pages and documents name. */
export interface ExchangeNames {
  readonly exchange: Exchange
  readonly organisation: string
  readonly achievement: string
}

/** An exchange that hands something over, and what it is called. @throws ExchangeRefusal as {@link findOpenExchange} does */
export async function findNames(sessionId: string, context: NodeContext): Promise<ExchangeNames> {
  const exchange = await findOpenExchange(sessionId, 'issue', context)
  const { definition, name } = await context.database.selectFrom('claim').innerJoin('organisation', 'organisation.id', 'claim.organisation_id')
    .select(['claim.definition', 'organisation.name']).where('claim.id', '=', exchange.claim_id).executeTakeFirstOrThrow()
  return { exchange, organisation: name, achievement: definition.name }
}

/** Which offer is wanted: the form of the credential, and by which grant. */
export interface OfferChoice {
  readonly configurationId: ConfigurationId
  readonly grant: 'pre-authorized' | 'authorization'
}

/** The offer of an exchange; looking changes nothing. The code of the claim, where there is one, stands nowhere in it. */
export async function showOffer(sessionId: string, { configurationId, grant }: OfferChoice, context: NodeContext): Promise<JsonObject> {
  const { is_code_proven: isCodeProven } = await findOpenExchange(sessionId, 'issue', context)
  const transactionCode = isCodeProven ? undefined : { inputMode: 'numeric' as const, length: 8, description: 'The code that came with your claim link, by another way' }
  return formatCredentialOffer({
    issuer: issuerUrlOf(sessionId, context.config), configurationIds: [configurationId],
    preAuthorized: grant === 'pre-authorized' ? { code: preAuthorizedCodeOf(sessionId), transactionCode, authorizationServer: undefined } : undefined,
    authorization: grant === 'authorization' ? { issuerState: undefined, authorizationServer: undefined } : undefined,
  })
}

/** What the issuer of an exchange says of itself (OpenID4VCI 1.0, "Credential Issuer Metadata"). */
export async function showIssuer(sessionId: string, context: NodeContext): Promise<JsonObject> {
  const { organisation, achievement } = await findNames(sessionId, context)
  const credentialMetadata = { credential_metadata: { display: [{ name: achievement, locale: 'en' }] } }
  const configurations: Record<ConfigurationId, JsonObject> = {
    OpenBadgeCredential: {
      format: 'ldp_vc', credential_definition: { '@context': [credentialsContextUrl, openBadgesContextUrl], 'type': ['VerifiableCredential', 'OpenBadgeCredential'] },
      cryptographic_binding_methods_supported: ['did:key', 'did:web', 'did:jwk', 'jwk'], credential_signing_alg_values_supported: [...holderCryptosuites], proof_types_supported: bothProofs, ...credentialMetadata,
    },
    // A token holds the key itself, which a did:web only leads to.
    OpenBadgeCredentialSdJwt: {
      format: 'dc+sd-jwt', vct: openBadgeType,
      cryptographic_binding_methods_supported: ['did:key', 'did:jwk', 'jwk'], credential_signing_alg_values_supported: ['EdDSA', 'ES256'], proof_types_supported: bothProofs, ...credentialMetadata,
    },
  }
  return formatIssuerMetadata({ issuer: issuerUrlOf(sessionId, context.config), name: organisation, batchSize, configurations })
}
