/** What a meeting with somebody else's system is, whatever protocol carries it: who asks, what, the person's word, what came of it. */
import type { Counterpart, FactName, PersonalTopic, ReceivedCredential, WaitingRecord, WalletRecord } from 'everlearned/holder'

export type { Counterpart }

/** A record that somebody hands over. Nothing was agreed to yet. */
export interface Offer {
  readonly kind: 'offer'
  readonly who: Counterpart
  /** What they say it is. Untrusted. */
  readonly names: readonly string[]
  /** A code reached the person by another way; what they say of it. */
  readonly code: { readonly description: string | undefined } | undefined
  /** The host of the page where the person says first who they are. */
  readonly page: string | undefined
  readonly take: (code: string | undefined) => Promise<Outcome>
}

/** A question for records. Nothing was agreed to yet. */
export interface Question {
  readonly kind: 'question'
  readonly who: Counterpart
  /** Their own words. Untrusted. */
  readonly purpose: string | undefined
  readonly alternative: string | undefined
  /** What the person would agree to by answering, word for word. Untrusted. */
  readonly agreements: readonly string[]
  readonly wants: readonly Want[]
  /** Any one of the things wanted will do. */
  readonly isAnyEnough: boolean
  readonly overAsked: readonly PersonalTopic[]
  /** Parts of the request that are not understood here. */
  readonly isPartlyUnknown: boolean
  readonly show: (choices: readonly Choice[]) => Promise<Outcome>
  /** Tells them that there will be no answer, and nothing else. */
  readonly decline: () => Promise<unknown>
}

/** One thing that is asked for, and what of the wallet answers it. */
export interface Want {
  readonly id: string
  readonly types: readonly string[]
  readonly isRequired: boolean
  readonly isMultiple: boolean
  readonly candidates: readonly Candidate[]
}

/** A record that answers. */
export interface Candidate {
  readonly record: WalletRecord
  /** The person chooses the parts; where not, all of it is shown, or just what is asked for. */
  readonly isChosenByParts: boolean
  /** All of it, because nothing can be left out. */
  readonly isWhole: boolean
  /** What the other side would see, as a document. */
  readonly preview: (facts: readonly FactName[]) => Promise<string>
}

/** A record that the person picked. */
export interface Choice {
  readonly wantId: string
  readonly record: WalletRecord
  readonly facts: readonly FactName[]
  readonly isWhole: boolean
}

/** What is before the person. */
export type Meeting = Offer | Question

/** What came of an answer: another question, a page to go to, records to look at, records that come later, or the end. */
export type Outcome =
  | { readonly kind: 'next'; readonly meeting: Meeting }
  | { readonly kind: 'visit'; readonly url: string }
  | { readonly kind: 'received'; readonly records: readonly ReceivedCredential[]; readonly tell?: ((isKept: boolean) => Promise<unknown>) | undefined }
  | { readonly kind: 'later'; readonly waiting: WaitingRecord }
  | { readonly kind: 'done'; readonly redirectUrl: string | undefined }
