import { walletExchange } from '../../messages/wallet-exchange.ts'
import { codeOf } from '../parts/code-of.ts'
import type { FaultWords } from '../parts/explain-fault.ts'

const faults = walletExchange.faults

const wordsOfCode: Readonly<Record<string, FaultWords>> = {
  'exchange/domain-mismatch': faults.relay,
  'exchange/requester-unproven': faults.requester,
  'exchange/issuer-mismatch': faults.requester,
  'exchange/unreachable': faults.offline,
  'exchange/url-refused': faults.notSafe,
  'exchange/not-supported': faults.unsupported,
  'exchange/mode-unsupported': faults.unsupported,
  'exchange/transaction-refused': faults.unsupported,
  'exchange/key-unsuited': faults.key,
  'exchange/declined': faults.declinedThere,
  'exchange/visit-unknown': faults.visitOver,
  'exchange/answer-foreign': faults.visitOver,
  'exchange/malformed': faults.malformed,
  'exchange/answer-malformed': faults.malformed,
  'exchange/peer-refused': faults.refused,
  'holder/node-unreachable': faults.copy,
  'holder/node-refused': faults.copy,
  'verifier/unreadable': faults.unreadable,
  'verifier/too-large': faults.unreadable,
  'holder/credential-refused': faults.unreadable,
}

/** The words for what an exchange threw. An address that is over answers that there is nothing. */
export function explainExchangeFault(thrown: unknown): FaultWords {
  const status = typeof thrown === 'object' && thrown !== null && 'status' in thrown ? thrown.status : undefined
  if (status === 404 || status === 410 || status === 409) return faults.over
  return wordsOfCode[codeOf(thrown)] ?? faults.other
}

/** Tells whether the other side did not take the code that the person typed. */
export function isCodeRefused(thrown: unknown): boolean {
  return typeof thrown === 'object' && thrown !== null && 'reason' in thrown && thrown.reason === 'invalid_grant'
}
