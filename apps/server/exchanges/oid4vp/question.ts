import { credentialsContextUrl, openBadgesContextUrl } from 'everlearned/credential'
import type { JsonObject } from 'everlearned/encoding'
import { clientIdOf, expandTypes, formatDefinition, formatPresentationRequest, formatTransactionData, makeResponseKey, statementTransaction, type DcqlQuery, type ResponsePrivateKey } from 'everlearned/exchange/oid4vp'
import type { NodeContext } from '../../context.ts'
import { hashSecret } from '../../secrets.ts'
import type { ExchangeQuestion } from '../tables.ts'

/** By which the one credential that is asked for is named. */
const queryId = 'badge'

const keyPurpose = 'the key of an encrypted answer'

type Place = Pick<NodeContext['config'], 'publicBaseUrl'>

/** Where the request of an exchange lies. */
export function requestUriOf(sessionId: string, { publicBaseUrl }: Place): string {
  return `${publicBaseUrl}/vp/${sessionId}/request`
}

/** Where its answer goes. Whoever knows it can answer, so it is as secret as the session. */
export function responseUriOf(sessionId: string, { publicBaseUrl }: Place): string {
  return `${publicBaseUrl}/vp/${sessionId}/response`
}

/** What the proofs of an answer must name. */
export function domainOf(sessionId: string, place: Place): string {
  return clientIdOf(responseUriOf(sessionId, place))
}

/** The same for the life of an exchange: what binds an answer to one request is the nonce. */
export function stateOf(sessionId: string): string {
  return hashSecret(`state ${sessionId}`).subarray(0, 16).toString('base64url')
}

/** A credential of the types that the organisation asks for, as wallets match it: by the addresses that the types stand for. */
export async function queryOf({ types }: Pick<ExchangeQuestion, 'types'>, { cryptography }: Pick<NodeContext, 'cryptography'>): Promise<DcqlQuery> {
  const typeValues = [await expandTypes({ '@context': [credentialsContextUrl, openBadgesContextUrl], 'type': types }, cryptography)]
  return { credentials: [{ id: queryId, format: 'ldp_vc', isMultiple: false, typeValues, vctValues: undefined, authorities: [], needsHolderBinding: true, claims: [], claimSets: undefined }], sets: undefined }
}

/** What the holder is to agree to by showing the credential, if anything. */
export function transactionsOf({ agreement }: Pick<ExchangeQuestion, 'agreement'>): readonly { readonly text: string; readonly credentialIds: readonly string[] }[] {
  return agreement === undefined ? [] : [{ text: formatTransactionData(statementTransaction, [queryId], { text: agreement }), credentialIds: [queryId] }]
}

/** The request of an exchange, with a nonce that was made for it. */
export async function formatRequestOf(question: ExchangeQuestion, { sessionId, nonce, clientName }: { readonly sessionId: string; readonly nonce: string; readonly clientName: string }, context: NodeContext): Promise<JsonObject> {
  const transactionData = transactionsOf(question).map(({ text }) => text)
  const responseKey = responseKeyOf(question, context)
  return formatPresentationRequest({
    responseUri: responseUriOf(sessionId, context.config), nonce, state: stateOf(sessionId), clientName, responseKey,
    query: await queryOf(question, context),
    definition: context.config.oid4vpLegacyQuery ? formatDefinition(queryId, question.types, question.purpose) : undefined,
    transactionData: transactionData.length === 0 ? undefined : transactionData,
  })
}

/** Makes the key under which the answer to one question is encrypted, sealed. */
export async function makeSealedKey({ keyFile }: Pick<NodeContext, 'keyFile'>): Promise<string> {
  return keyFile.seal(JSON.stringify(await makeResponseKey('answer')), keyPurpose)
}

/** The key under which the answer to a question is encrypted, where that was asked for. */
export function responseKeyOf({ sealedResponseKey }: Pick<ExchangeQuestion, 'sealedResponseKey'>, { keyFile }: Pick<NodeContext, 'keyFile'>): ResponsePrivateKey | undefined {
  return sealedResponseKey === undefined ? undefined : JSON.parse(keyFile.open(sealedResponseKey, keyPurpose).toString()) as ResponsePrivateKey
}
