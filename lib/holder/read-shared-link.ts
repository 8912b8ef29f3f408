import { type LearningFacts, type LearningKind, maxLearning, readWebAddress } from './learning-facts.ts'
import { tidyLine, tidyLines } from '../encoding/tidy-text.ts'

/** What another program hands over through the share sheet (Web Share Target, "Members of ShareTargetParams"); which of them it fills is up to it. */
export interface SharedText {
  readonly title?: string | undefined
  readonly text?: string | undefined
  readonly url?: string | undefined
}

/** Where the form of what is there follows from whose site it is. */
const kindsOfSites: readonly (readonly [LearningKind, RegExp])[] = [
  ['podcast', /(?:^|\.)(?:podcasts\.apple\.com|open\.spotify\.com|overcast\.fm|pca\.st|castbox\.fm|podbean\.com|pocketcasts\.com|deezer\.com)$/],
  ['course', /(?:^|\.)(?:coursera\.org|edx\.org|udemy\.com|udacity\.com|futurelearn\.com|khanacademy\.org|skillshare\.com|pluralsight\.com|codecademy\.com|openclassrooms\.com|fun-mooc\.fr|edraak\.org|miriadax\.net|duolingo\.com|classcentral\.com|alison\.com)$|^learn\.|^(?:academy|training)\./],
  ['video', /(?:^|\.)(?:youtube\.com|youtu\.be|vimeo\.com|ted\.com|dailymotion\.com|twitch\.tv)$/],
  ['book', /(?:^|\.)(?:goodreads\.com|gutenberg\.org|openlibrary\.org|audible\.[a-z.]+|oreilly\.com|books\.google\.[a-z.]+)$/],
  ['event', /(?:^|\.)(?:eventbrite\.[a-z.]+|meetup\.com|lu\.ma)$/],
]

/**
 * What was shared or pasted, as far as it is told by itself: the first address in it, a title, and the rest as a note. Nothing is fetched: where no title
 * came along, one is made of the words of the address.
 *
 * Untrusted: any page can send it. It fills a form, and its person keeps it or not.
 */
export function readSharedLink({ title = '', text = '', url = '' }: SharedText): Partial<LearningFacts> & { readonly kind: LearningKind } {
  const all = [url, text, title].map((part) => part.slice(0, maxLearning.reflection + maxLearning.url))
  const address = all.flatMap(addressesIn)[0]
  const said = tidyLine(withoutAddresses(all[2] ?? ''), maxLearning.title)
  const rest = tidyLines(withoutAddresses(all[1] ?? ''), maxLearning.reflection)
  // Most programs put the title into the text, before the address.
  const isTitle = said === '' && rest !== '' && rest.length <= maxLearning.title && !rest.includes('\n')
  const name = said !== '' ? said : isTitle ? rest : address === undefined ? tidyLine(rest.split('\n', 1)[0] ?? '', maxLearning.title) : titleFrom(address)
  const note = isTitle || rest === said ? '' : rest
  return {
    kind: address === undefined ? 'other' : kindOf(address),
    ...(name === '' ? {} : { title: name }), ...(address === undefined ? {} : { url: address }), ...(note === '' ? {} : { reflection: note }),
  }
}

function addressesIn(text: string): readonly string[] {
  return (text.match(/https?:\/\/[^\s<>"“”«»]+/gi) ?? []).flatMap((found) => readWebAddress(found.replace(/[).,;:!?'’\]]+$/, '')) ?? [])
}

function withoutAddresses(text: string): string {
  return text.replaceAll(/https?:\/\/\S+/gi, ' ').replaceAll(/[ \t]+/g, ' ').replace(/[\s|·–—:-]+$/, '').trim()
}

function kindOf(address: string): LearningKind {
  const { hostname, pathname } = new URL(address)
  const known = kindsOfSites.find(([, pattern]) => pattern.test(hostname.replace(/^(?:www|m)\./, '')))?.[0]
  return known ?? (/\/(?:learning|learn|courses?|cursos?|cours|formation)\//.test(`${pathname}/`) ? 'course' : 'other')
}

/** Words that addresses have whatever is there. */
const plainWords = /^(?:watch|index|articles?|videos?|courses?|learn|learning|lessons?|lecture|default|podcasts?|episodes?|playlist|shorts|books?|events?|story|stories|posts?|pages?|details?)$/i

/** The words of an address: of the last part that has any, else whose it is. */
function titleFrom(address: string): string {
  const { hostname, pathname } = new URL(address)
  const words = pathname.split('/').map(decode).map((part) => part.replace(/\.[a-z]{2,5}$/i, '').replaceAll(/[-_+]+/g, ' ').trim()).filter((part) => (/\p{L}{5}/u.test(part) || (/\p{L}{3}/u.test(part) && part.includes(' '))) && !/[0-9a-f]{12,}/i.test(part) && !plainWords.test(part))
  const last = words.at(-1)
  return last === undefined ? hostname.replace(/^www\./, '') : tidyLine(last.charAt(0).toUpperCase() + last.slice(1), maxLearning.title)
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
