/** The routes of exchanges with wallets of any make: what the claim page and the desk ask and send. */
import type { PolicyName } from 'everlearned/verifier'
import { callApi, callText } from './api.ts'

/** An exchange that was just begun; its address is shown only now. */
export interface StartedExchange { readonly id: string, readonly interactionUrl: string, readonly protocols: Readonly<Record<string, string>>, readonly expiresAt: string }

/** What an organisation asks people for. */
export interface QuestionDraft { readonly purpose: string, readonly alternative: string, readonly types: readonly string[], readonly policy: PolicyName, readonly minutes: number }

/** An exchange as the desk sees it. */
export interface Exchange {
  readonly id: string
  readonly kind: 'issue' | 'verify'
  readonly state: 'open' | 'complete' | 'closed' | 'expired'
  readonly failures: number
  readonly question: { readonly purpose: string, readonly alternative?: string, readonly types: readonly string[], readonly policy: string } | null
  readonly createdAt: string
  readonly expiresAt: string
  readonly finishedAt: string | null
}

/** An exchange with what was shown in it. */
export interface ExchangeWithResult extends Exchange {
  readonly result: { readonly presentations: readonly { readonly holder: string, readonly document: string, readonly verdict: unknown, readonly isUnasked?: true }[], readonly isDeclined?: true } | null
}

const at = (organisation: string, path = ''): string => `/api/organisations/${encodeURIComponent(organisation)}/exchanges${path}`

export const startClaimExchange = (token: string, code: string | undefined): Promise<StartedExchange> => callApi(`/api/claims/${encodeURIComponent(token)}/exchange`, { method: 'POST', body: code === undefined ? {} : { code } })
export const takeClaimFile = (token: string, body: { readonly email: string, readonly isHashed: boolean, readonly code?: string }): Promise<string> => callText(`/api/claims/${encodeURIComponent(token)}/file`, { method: 'POST', body })
export const askForRecords = (org: string, question: QuestionDraft): Promise<StartedExchange> => callApi(at(org), { method: 'POST', body: { kind: 'verify', ...question } })
export const fetchExchanges = (org: string, signal: AbortSignal): Promise<readonly Exchange[]> => callApi<{ readonly exchanges: readonly Exchange[] }>(at(org), { signal }).then(({ exchanges }) => exchanges)
export const fetchExchange = (org: string, id: string, signal: AbortSignal): Promise<ExchangeWithResult> => callApi(at(org, `/${encodeURIComponent(id)}`), { signal })
export const removeExchange = (org: string, id: string): Promise<void> => callApi(at(org, `/${encodeURIComponent(id)}`), { method: 'DELETE' })

/** A request as the browser takes it, and what it gives back. */
export interface DigitalRequest { readonly protocol: string, readonly data: unknown }

/** The addresses of an exchange end with its secret, which only whoever began it has. */
const digital = (interactionUrl: string, what: string): string => `/vp/${new URL(interactionUrl).pathname.split('/').at(-1) ?? ''}/digital/${what}`

export const makeDigitalRequest = (interactionUrl: string): Promise<DigitalRequest> => callApi(digital(interactionUrl, 'request'), { method: 'POST', body: {} })
export const sendDigitalAnswer = (interactionUrl: string, answer: DigitalRequest): Promise<unknown> => callApi(digital(interactionUrl, 'response'), { method: 'POST', body: answer })
