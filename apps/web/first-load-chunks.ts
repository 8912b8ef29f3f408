import type { Rolldown } from 'vite'

/**
 * What pages need at once comes in few files: on a slow network each round trip, and each file beyond the six that a
 * browser asks for at a time, costs more than the bytes. The rest stays in small files of its own.
 */
export function firstLoadChunks(pages: 'node' | 'wallet'): Rolldown.CodeSplittingGroup[] {
  const common = { debugName: 'first load', includeDependenciesRecursively: false } as const
  return [
    // A service worker is no module: it stays a file of its own, whole.
    { ...common, name: 'base', tags: ['$initial'], test: (id) => !/\/service-worker(?:-core)?\.ts$/.test(id) },
    { ...common, name: (id) => `words-${firstWords[pages].exec(id)?.[1] ?? ''}`, test: firstWords[pages] },
    { ...common, name: 'parts', test: parts },
    ...(pages === 'wallet' ? [{ ...common, name: 'claim', test: claimParts }] : []),
  ]
}

/** The sentences that every page of an origin says, and those of a claim, in one file for each language. */
const firstWords = {
  node: /\/messages\/(en|es|fr|ar)\/(?:frame|form|problems|own-word|claim|claim-elsewhere)\.ts$/,
  wallet: /\/messages\/(en|es|fr|ar)\/(?:frame|form|wallet|wallet-timeline|wallet-record|wallet-claim)\.ts$/,
} as const

/** What nearly every page shows things with. */
const parts = /\/apps\/web\/(?:components\/(?:page|button|notice|field|loaded|credential-card|icon|problem-notice|file-drop)\.tsx|messages\/(?:form|frame|problems|own-word)\.ts|(?:locale|use-loaded|use-send|network-api)\.ts)$/

/** What the wallet takes a claim with. */
const claimParts = /\/wallet\/parts\/(?:explain-fault|claim-steps)\.tsx?$|\/lib\/(?:exchange\/claim\/(?:claim-link|claim-error|claim-offer|_members)|holder\/(?:fetch-claim-offer|node-origin|request-node))\.ts$/
