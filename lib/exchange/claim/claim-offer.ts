import { malformed, membersOf } from './_members.ts'

/** Where a claim stands: nobody has it, one holder has it, or the issuer took it back. */
export type ClaimState = 'unclaimed' | 'bound' | 'voided'

/** What a guardian said to a claim: nothing yet, yes, or no. */
export type GuardianAnswer = 'asked' | 'given' | 'refused'

/** What anyone who opens a claim link is shown; nothing here is enough to claim. */
export interface ClaimOffer {
  readonly state: ClaimState
  readonly organisation: { readonly name: string; readonly did: string }
  readonly achievement: { readonly name: string; readonly description: string }
  /** Initials of the person it was issued to, for example `S… L…`. */
  readonly recipientHint: string
  /** The issuer sent a code by another channel and asks for it. */
  readonly needsCode: boolean
  /** While a guardian has a say: whether they agreed. Absent for everybody else. */
  readonly guardian?: GuardianAnswer
}

/** @throws ClaimError `claim/malformed` */
export function parseClaimOffer(value: unknown): ClaimOffer {
  const offer = membersOf(value, 'claim offer')
  const organisation = membersOf(offer.object('organisation'), 'claim offer organisation')
  const achievement = membersOf(offer.object('achievement'), 'claim offer achievement')
  return {
    state: parseState(offer.text('state', 20)),
    organisation: { name: organisation.text('name', 1_000), did: organisation.text('did', 2_048) },
    achievement: { name: achievement.text('name', 1_000), description: achievement.text('description', 20_000) },
    recipientHint: offer.text('recipientHint', 200),
    needsCode: offer.flag('needsCode'),
    ...parseGuardian(offer.optionalText('guardian', 20)),
  }
}

function parseGuardian(guardian: string | undefined): Pick<ClaimOffer, 'guardian'> {
  if (guardian === undefined) return {}
  if (guardian === 'asked' || guardian === 'given' || guardian === 'refused') return { guardian }
  throw malformed('claim offer', 'guardian is not one of asked, given, refused')
}

function parseState(state: string): ClaimState {
  if (state === 'unclaimed' || state === 'bound' || state === 'voided') return state
  throw malformed('claim offer', 'state is not one of unclaimed, bound, voided')
}
