import { lifeParts, maxLifeText, type LifeFacts, tidyFacts } from '../holder/life-facts.ts'
import { HolderError } from '../holder/holder-error.ts'
import { maxSkills } from '../holder/tidy-skills.ts'

/** The formats that are read into entries of a life. */
export type LifeFormat = 'json-resume' | 'linkedin-export' | 'pdf' | 'docx' | 'text'

/** What a file tells of one part of a life: self-stated, and a draft until its person confirms it. */
export interface LifeDraft {
  readonly facts: LifeFacts
  /** Where in the file: a JSON pointer, a file and line, or a line. */
  readonly place: string
}

/** What became of something that is not, or not as it was, in a draft. */
export type LossCode =
  /** Who somebody is and where to reach them: no part of a life's record. */
  | 'personal'
  /** About other people, or their words: theirs to give. */
  | 'others'
  /** Kept, but as something wider. */
  | 'narrowed'
  /** Kept, but cut to the length that is kept. */
  | 'cut'
  /** There is no place for it. */
  | 'unplaced'
  /** It could not be read. */
  | 'unread'
  /** More than is taken from one file. */
  | 'too-many'

/** Something that was lost on the way, told so that nothing is swallowed. */
export interface Loss {
  readonly code: LossCode
  readonly from: string
  readonly value: string
}

/** What was found in a file, before anything is kept. */
export interface ReadLife {
  readonly kind: 'read'
  readonly format: LifeFormat
  readonly drafts: readonly LifeDraft[]
  readonly losses: readonly Loss[]
}

/** Why a file was not read. */
export interface RefusedLife {
  readonly kind: 'refused'
  readonly code: 'unknown-format' | 'too-large' | 'malformed' | 'no-text'
}

/** Untrusted: no more is taken from one file. A longer text in a loss is cut: it is there to be recognised. */
export const maxDrafts = 200
const maxLosses = 500
const maxLossLength = 300

/** Gathers what a reader finds; whatever does not make an entry becomes a loss. */
export class LifeGatherer {
  readonly #drafts: LifeDraft[] = []
  readonly #losses: Loss[] = []

  /** Adds a draft, and says what had to be cut. */
  draft(facts: LifeFacts, place: string): void {
    if (this.#drafts.length >= maxDrafts) return this.lose('too-many', place, facts.what)
    try {
      const tidy = tidyFacts(facts)
      this.#drafts.push({ facts: tidy, place })
      for (const part of lifeParts) if (isCut(facts, part)) this.lose('cut', `${place} ${part}`, '')
    } catch (cause) {
      if (!(cause instanceof HolderError)) throw cause
      if (cause.code === 'holder/life-period-reversed') {
        const { from, to, ...rest } = facts
        this.lose('unread', place, `${from} – ${to}`)
        this.draft(rest, place)
      } else this.lose('unplaced', place, JSON.stringify(facts))
    }
  }

  lose(code: LossCode, from: string, value: string): void {
    const text = value.trim()
    if (this.#losses.length < maxLosses) this.#losses.push({ code, from, value: text.length > maxLossLength ? `${text.slice(0, maxLossLength)}…` : text })
    else if (this.#losses.length === maxLosses) this.#losses.push({ code: 'too-many', from, value: '' })
  }

  finish(format: LifeFormat): ReadLife {
    return { kind: 'read', format, drafts: this.#drafts, losses: this.#losses }
  }
}

function isCut({ what, where = '', story = '', skills }: LifeFacts, part: (typeof lifeParts)[number]): boolean {
  if (part === 'what') return what.trim().length > maxLifeText.line
  if (part === 'where') return where.trim().length > maxLifeText.line
  if (part === 'story') return story.trim().length > maxLifeText.story
  return part === 'skills' && (skills.length > maxSkills.count || skills.some((skill) => skill.trim().length > maxSkills.length))
}
