import { formatDateTime } from '../credential/date-time.ts'
import { mandatoryPointersOf } from '../credential/mandatory-pointers.ts'
import type { AchievementCredential } from '../credential/open-badge.ts'
import { proofBytesOf } from '../credential/proof-bytes.ts'
import { signForDisclosure, type DisclosureContext } from '../credential/sign-for-disclosure.ts'
import type { IssuedCredential } from './issue-credential.ts'

/** What people finish once and carry for life: its year tells their age, so they choose whether to show it. */
const degreeTypes: ReadonlySet<string> = new Set([
  'SecondarySchoolDiploma', 'GeneralEducationDevelopment', 'Diploma', 'Degree', 'AssociateDegree', 'BachelorDegree', 'MasterDegree', 'DoctoralDegree',
])

/**
 * Tells whether a credential is issued so that its holder chooses what to show: a degree that does not expire.
 * The end of what expires must not be hidden.
 */
export function isForDisclosure({ achievementType, doesExpire }: { readonly achievementType: string; readonly doesExpire: boolean }): boolean {
  return !doesExpire && degreeTypes.has(achievementType)
}

/** The same credential with the day of the award where it can be withheld: it holds from `now` on, the moment of this copy. */
export function undated(credential: AchievementCredential, now: Date): AchievementCredential {
  return { ...credential, validFrom: formatDateTime(now), awardedDate: credential.awardedDate ?? credential.validFrom }
}

/** Signs a credential for selective disclosure, without the moment of signing, and draws the nonce of its commitment. */
export async function issueForDisclosure(
  credential: AchievementCredential,
  context: Omit<DisclosureContext, 'mandatoryPointers' | 'created'>,
): Promise<IssuedCredential> {
  const signed = await signForDisclosure(credential, { ...context, mandatoryPointers: mandatoryPointersOf(credential) })
  const proofBytes = proofBytesOf(signed.proof.proofValue)
  if (proofBytes === undefined) throw new TypeError('a proof that was just made has bytes')
  return { text: JSON.stringify(signed, null, 2), proofBytes, commitmentNonce: context.cryptography.randomBytes(32) }
}
