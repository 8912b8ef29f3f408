import type { LearningFacts } from './learning-facts.ts'

/** What tells where somebody came from, and nothing of what is there. */
const traces = /^(?:utm_.*|mc_[ce]id|[gf]bclid|msclkid|igshid|si|feature|ref|ref_src|trk|trackingid|source|share|spm|_ga)$/i

/** An address as it is compared: without what only tells how somebody came there. */
export function sameAddress(url: string): string {
  const { hostname, port, pathname, search, hash } = new URL(url)
  const host = hostname.replace(/^(?:www|m|mobile)\./, '')
  const asked = [...new URLSearchParams(search)].filter(([name]) => !traces.test(name))
  // The short form of one site's links, which its share button gives.
  const [place, wanted] = host === 'youtu.be' ? ['youtube.com/watch', [['v', pathname.slice(1)] as [string, string], ...asked]] : [`${host}${port === '' ? '' : `:${port}`}${pathname.replace(/\/+$/, '')}`, asked]
  // Pages that are programs keep their place behind the sign.
  const inside = /^#!?\//.test(hash) ? hash : ''
  const question = new URLSearchParams(wanted.toSorted(([left], [right]) => left.localeCompare(right))).toString()
  return `${place}${question === '' ? '' : `?${question}`}${inside}`
}

/** By what two items are told to be the same. */
interface Mark {
  readonly address: string | undefined
  readonly title: string
  readonly provider: string | undefined
  readonly day: string | undefined
}

type Told = Pick<LearningFacts, 'title' | 'url' | 'provider' | 'from'>

/** What is in a log, so that what says it again is recognised. It is made once for a log: each address is read but once. */
export class KnownLearning<Item extends LearningFacts = LearningFacts> {
  readonly #marks = new Map<string, { readonly mark: Mark; readonly item: Item }[]>()

  constructor(items: readonly Item[]) {
    for (const item of items) this.add(item)
  }

  /** The item that tells of the same thing, whenever it was: the same address, or where one has none the same title. */
  find(facts: Told): Item | undefined {
    const mark = markOf(facts)
    return keysOf(mark).flatMap((key) => this.#marks.get(key) ?? []).find((other) => isSame(mark, other.mark))?.item
  }

  /** The same thing on the same day, or where one has no day. What was done again on another day counts again. */
  has(facts: LearningFacts): boolean {
    const mark = markOf(facts)
    return keysOf(mark).some((key) => (this.#marks.get(key) ?? []).some(({ mark: other }) => isSame(mark, other) && (mark.day === undefined || other.day === undefined || mark.day === other.day)))
  }

  add(item: Item): void {
    const mark = markOf(item)
    for (const key of keysOf(mark)) {
      const marks = this.#marks.get(key)
      if (marks === undefined) this.#marks.set(key, [{ mark, item }])
      else marks.push({ mark, item })
    }
  }
}

function markOf({ title, url, provider, from }: Told): Mark {
  return { address: url === undefined ? undefined : sameAddress(url), title: fold(title), provider: provider === undefined ? undefined : fold(provider), day: from }
}

function keysOf({ address, title }: Mark): readonly string[] {
  return [...(address === undefined ? [] : [`address ${address}`]), `title ${title}`]
}

function isSame(one: Mark, other: Mark): boolean {
  if (one.address !== undefined && other.address !== undefined) return one.address === other.address
  return one.title !== '' && one.title === other.title && (one.provider === undefined || other.provider === undefined || one.provider === other.provider)
}

/** Without accents, capitals and signs. */
function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim()
}
