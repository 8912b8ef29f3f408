import { fetchShare } from 'everlearned/holder'
import { useRef, useState } from 'preact/hooks'
import type { Asking, Judgement } from './judge.ts'
import { verify } from './messages/verify.ts'
import { isClaimLink, type ShareAddress } from './share-link.ts'
import { loadTrust } from './trust.ts'

/** What happened, for people. */
export interface JudgementFault { readonly title: string; readonly text: string }

/** Where the checking stands. */
export type JudgementState =
  | { readonly kind: 'empty' }
  | { readonly kind: 'working' }
  | { readonly kind: 'judged'; readonly judgement: Judgement; readonly expiresAt?: string }
  | { readonly kind: 'fault'; readonly words: JudgementFault }

/** Checking, with the ways to begin it. */
export interface Judging {
  readonly state: JudgementState
  readonly judgeBytes: (bytes: Uint8Array<ArrayBuffer>) => void
  /** The same bytes once more, now asking at other addresses too. */
  readonly judgeAgain: () => void
  /** The same bytes once more, held against the e-mail address of whose they should be. */
  readonly judgePerson: (email: string) => void
  readonly openShare: (share: ShareAddress) => void
  /** What somebody made public on this node. */
  readonly openPage: (id: string) => void
  /** Back to the question what to check. */
  readonly startAgain: () => void
}

interface Taken { readonly bytes: Uint8Array<ArrayBuffer>; readonly expiresAt?: string }

/** Checks bytes or a share in this browser; the code that does it is fetched when it is first called for. */
export function useJudgement(): Judging {
  const [state, setState] = useState<JudgementState>({ kind: 'empty' })
  const last = useRef<Taken>()
  const asked = useRef<Asking>({ mayAskOthers: false })
  const run = async (take: () => Promise<Taken>, asking: Asking): Promise<void> => {
    asked.current = asking
    setState({ kind: 'working' })
    try {
      const taken = await take()
      last.current = taken
      const [{ judge }, trust] = await Promise.all([import('./judge.ts'), loadTrust()])
      const judgement = await judge(taken.bytes, { trust, ...asking })
      setState({ kind: 'judged', judgement, ...(taken.expiresAt === undefined ? {} : { expiresAt: taken.expiresAt }) })
    } catch (thrown) {
      setState({ kind: 'fault', words: explain(thrown) })
    }
  }
  const again = (more: Partial<Asking>): void => {
    const taken = last.current
    if (taken !== undefined) void run(async () => taken, { ...asked.current, ...more })
  }
  return {
    state,
    judgeBytes: (bytes) => void run(async () => ({ bytes: refuseClaimLink(bytes) }), { mayAskOthers: false }),
    judgeAgain: () => again({ mayAskOthers: true }),
    judgePerson: (holder) => again({ holder }),
    openShare: (share) => void run(() => take(share), { mayAskOthers: false }),
    openPage: (id) => void run(async () => (await import('./fetch-page.ts')).fetchPage(id), { mayAskOthers: false }),
    startAgain: () => setState({ kind: 'empty' }),
  }
}

async function take(share: ShareAddress): Promise<Taken> {
  const { bundle, expiresAt } = await fetchShare(share, fetch.bind(globalThis))
  return { bytes: new TextEncoder().encode(bundle), expiresAt }
}

class ClaimLinkGiven extends Error {}

function refuseClaimLink(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (bytes.length < 2_048 && isClaimLink(new TextDecoder().decode(bytes))) throw new ClaimLinkGiven()
  return bytes
}

const wordsOfCode: Readonly<Record<string, JudgementFault>> = {
  'verifier/unreadable': verify.faults.unreadable,
  'verifier/too-large': verify.faults.tooLarge,
  'verifier/card-incomplete': verify.faults.unreadable,
  'holder/share-link-malformed': verify.share.faults.cut,
  'holder/seal-broken': verify.share.faults.cut,
  'holder/node-unreachable': verify.share.faults.offline,
  'holder/answer-malformed': verify.share.faults.other,
  'claim/malformed': verify.share.faults.other,
}

function explain(thrown: unknown): JudgementFault {
  if (thrown instanceof ClaimLinkGiven) return verify.faults.claim
  const { code = '', problemCode } = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as { readonly code?: string; readonly problemCode?: string }
  if (problemCode === 'public-page/ended') return verify.share.faults.gone
  if (problemCode !== undefined) return problemCode.startsWith('share/') ? verify.share.faults.ended : verify.share.faults.other
  return wordsOfCode[code] ?? verify.faults.other
}
