const ofProfiles = 'profile/'

/** Under what the links of a profile are remembered. */
export const profileShares = (id: string): string => `${ofProfiles}${id}`

/** Tells whether a link is of a profile that is not there any more: somebody may still want to end it. */
export function isOrphan(recordId: string, profiles: readonly { readonly id: string }[]): boolean {
  return recordId.startsWith(ofProfiles) && !profiles.some(({ id }) => profileShares(id) === recordId)
}
