import type { AttestationState } from 'everlearned/exchange/attestation'
import type { EndorsedCredential, EndorsementWords } from 'everlearned/credential'
import { callApi } from './api.ts'
import type { Language } from './languages.ts'

/** A request, and the token that shows that one has the whole link. */
export interface LinkedRequest { readonly id: string, readonly linkToken: string }

/** A request as the node has it. */
export interface LookedAt { readonly state: AttestationState, readonly ciphertext: string | null, readonly expiresAt: string }

/** An endorsement that an organisation signed, and how it is taken back. */
export interface SignedForOrganisation { readonly endorsement: string, readonly takeBackToken: string, readonly statusId: string }

const at = ({ id }: LinkedRequest, act = ''): string => `/api/attestations/${encodeURIComponent(id)}${act}`

export const lookAt = (request: LinkedRequest): Promise<LookedAt> => callApi(at(request), { bearer: request.linkToken })
export const sendCode = (request: LinkedRequest, address: string, language: Language): Promise<void> => callApi(at(request, '/code'), { method: 'POST', body: { address, language }, bearer: request.linkToken })
export const confirmCode = (request: LinkedRequest, code: string, endorser: string): Promise<{ readonly statement: string }> => callApi(at(request, '/confirm'), { method: 'POST', body: { code, endorser }, bearer: request.linkToken })
export const decline = (request: LinkedRequest): Promise<void> => callApi(at(request, '/decline'), { method: 'POST', bearer: request.linkToken })

/** Leaves the answer for the wallet; the lists go along where they were signed here. */
export const leaveAnswer = (request: LinkedRequest, body: { readonly ciphertext: string, readonly lists?: { readonly id: string, readonly standing: string, readonly withdrawn: string } }): Promise<{ readonly takeBackToken: string | null }> =>
  callApi(at(request, '/answer'), { method: 'POST', body, bearer: request.linkToken })

/** Has the node sign with the key of an organisation that the reader runs. */
export const endorseFor = (organisation: string, { id, linkToken }: LinkedRequest, about: EndorsedCredential, words: EndorsementWords): Promise<SignedForOrganisation> =>
  callApi(`/api/organisations/${encodeURIComponent(organisation)}/endorsements`, { method: 'POST', body: { request: id, linkToken, about, words } })

/** Takes an endorsement back for good. */
export const takeBack = (id: string, token: string): Promise<void> => callApi(`/api/endorsement-status/${encodeURIComponent(id)}/withdraw`, { method: 'POST', bearer: token })
