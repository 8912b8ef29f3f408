import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Oauth2AuthorizationServer, type Oauth2AuthorizationServerOptions } from '@openid4vc/oauth2'
import { Openid4vciIssuer, type IssuerMetadataResult, type Openid4vciIssuerOptions } from '@openid4vc/openid4vci'
import { isJsonObject, listOf } from 'everlearned/credential'
import type { JsonObject } from 'everlearned/encoding'
import { didKeyVerificationMethod } from 'everlearned/did'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { callbacksFor } from './independent-client.ts'

/** An issuer of another make on a server of its own on this machine. */
export interface IndependentIssuer {
  readonly origin: string
  /** The link of an offer, good for any number of tries. */
  readonly link: string
  /** What was asked of it, in order: method, path and body. */
  readonly asked: readonly { readonly path: string; readonly body: string }[]
  close(): Promise<void>
}

/** How it is otherwise than issuers are today. */
export interface IssuerHabits {
  /** What it hands to the holder of a DID. */
  readonly issue: (holder: string) => Promise<string>
  readonly now: () => Date
  readonly proofTypes?: JsonObject
  /** Answers in the shape of drafts: one credential, nonce with the token. */
  readonly isOld?: boolean
  readonly transactionCode?: string
  /** Changes its metadata on the way out. */
  readonly alter?: (metadata: JsonObject) => JsonObject
}

const bothTypes = { jwt: { proof_signing_alg_values_supported: ['EdDSA', 'ES256'] } }

/** Opens such an issuer; it reads, checks and writes its messages with libraries that are not ours. */
export async function openIndependentIssuer({ issue, now, proofTypes = bothTypes, isOld = false, transactionCode, alter = (same) => same }: IssuerHabits): Promise<IndependentIssuer> {
  const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('P-256'))
  const callbacks = callbacksFor(signingKey)
  const issuer = new Openid4vciIssuer({ callbacks: callbacks as Openid4vciIssuerOptions['callbacks'] })
  const authorizationServer = new Oauth2AuthorizationServer({ callbacks: callbacks as Oauth2AuthorizationServerOptions['callbacks'] })
  const asked: { readonly path: string; readonly body: string }[] = []
  const server = createServer((request, response) => {
    void readBody(request).then(async (body) => {
      const path = request.url ?? ''
      asked.push({ path, body })
      const answer = await respond(path, body, request).catch((error: unknown) => ({ status: 400, body: { error: 'invalid_request', error_description: String(error) } }))
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body === undefined ? '' : JSON.stringify(answer.body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`
  const serverMetadata = authorizationServer.createAuthorizationServerMetadata({ issuer: origin, token_endpoint: `${origin}/token`, 'pre-authorized_grant_anonymous_access_supported': true })
  const metadata = issuer.createCredentialIssuerMetadata({
    credential_issuer: origin, credential_endpoint: `${origin}/credential`, ...(isOld ? {} : { nonce_endpoint: `${origin}/nonce` }), notification_endpoint: `${origin}/notification`, batch_credential_issuance: { batch_size: 2 },
    display: [{ name: 'Elsewhere' }],
    credential_configurations_supported: {
      Badge: {
        format: 'ldp_vc', credential_definition: { '@context': ['https://www.w3.org/ns/credentials/v2'], 'type': ['VerifiableCredential', 'OpenBadgeCredential'] },
        cryptographic_binding_methods_supported: ['did:key'], proof_types_supported: proofTypes as Record<string, { proof_signing_alg_values_supported: string[] }>, credential_metadata: { display: [{ name: 'Crane operator' }] },
      },
    },
  })
  const issuerMetadata = { credentialIssuer: metadata, authorizationServers: [serverMetadata], knownCredentialConfigurations: issuer.getKnownCredentialConfigurationsSupported(metadata) } as unknown as IssuerMetadataResult
  const { credentialOffer } = await issuer.createCredentialOffer({
    issuerMetadata, credentialConfigurationIds: ['Badge'],
    grants: { 'urn:ietf:params:oauth:grant-type:pre-authorized_code': { 'pre-authorized_code': 'the-code', ...(transactionCode === undefined ? {} : { tx_code: { length: transactionCode.length } }) } },
  })
  const nonce = 'the-nonce'
  let token = ''

  const respond = async (path: string, body: string, request: IncomingMessage): Promise<{ readonly status: number; readonly body: unknown }> => {
    if (path === '/.well-known/openid-credential-issuer') return { status: 200, body: alter(metadata as JsonObject) }
    if (path === '/.well-known/oauth-authorization-server') return { status: 200, body: serverMetadata }
    if (path === '/nonce') return { status: 200, body: issuer.createNonceResponse({ cNonce: nonce }) }
    if (path === '/token') return giveToken(body)
    if (request.headers.authorization !== `Bearer ${token}` || token === '') return { status: 401, body: { error: 'invalid_token' } }
    return path === '/notification' ? { status: 204, body: undefined } : giveCredentials(JSON.parse(body) as Record<string, unknown>)
  }

  const giveToken = async (body: string): Promise<{ readonly status: number; readonly body: unknown }> => {
    const request = { method: 'POST' as const, url: `${origin}/token`, headers: new Headers() as never }
    const parsed = authorizationServer.parseAccessTokenRequest({ request, accessTokenRequest: Object.fromEntries(new URLSearchParams(body)) })
    if (parsed.grant.grantType !== 'urn:ietf:params:oauth:grant-type:pre-authorized_code') return { status: 400, body: { error: 'unsupported_grant_type' } }
    if (transactionCode !== undefined && parsed.grant.txCode !== transactionCode) return { status: 400, body: { error: 'invalid_grant', error_description: 'Wrong code' } }
    await authorizationServer.verifyPreAuthorizedCodeAccessTokenRequest({
      authorizationServerMetadata: serverMetadata, grant: parsed.grant, accessTokenRequest: parsed.accessTokenRequest, request, expectedPreAuthorizedCode: 'the-code', ...(transactionCode === undefined ? {} : { expectedTxCode: transactionCode }),
    })
    const answer = await authorizationServer.createAccessTokenResponse({
      audience: origin, authorizationServer: origin, expiresInSeconds: 300, subject: 'somebody', ...(isOld ? { cNonce: nonce } : {}),
      signer: { method: 'did', didUrl: didKeyVerificationMethod(signingKey.publicKey), alg: 'ES256' },
    })
    token = answer.access_token
    return { status: 200, body: answer }
  }

  const giveCredentials = async (body: Record<string, unknown>): Promise<{ readonly status: number; readonly body: unknown }> => {
    const credentialRequest = issuer.parseCredentialRequest({ issuerMetadata, credentialRequest: body })
    const { jwt = [], di_vp: presentations = [] } = (body['proofs'] ?? {}) as { readonly jwt?: readonly string[]; readonly di_vp?: readonly JsonObject[] }
    const holders: string[] = presentations.map(({ proof }) => {
      const [first] = listOf(proof)
      return String(isJsonObject(first) ? first['verificationMethod'] : '').split('#')[0] ?? ''
    })
    for (const proof of jwt) {
      const { header } = await issuer.verifyCredentialRequestJwtProof({ issuerMetadata, jwt: proof, expectedNonce: nonce, now: now() })
      holders.push(header.kid?.split('#')[0] ?? '')
    }
    const credentials = await Promise.all(holders.map(async (holder) => JSON.parse(await issue(holder)) as Record<string, unknown>))
    const [credential = {}] = credentials
    return { status: 200, body: issuer.createCredentialResponse({ credentialRequest, ...(isOld ? { credential } : { credentials: credentials.map((each) => ({ credential: each })), notificationId: 'the-notification' }) }) }
  }

  return {
    origin, link: credentialOffer, asked,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
  return Buffer.concat(parts).toString()
}
