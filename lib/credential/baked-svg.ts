import { maxImageBytes } from './baked-png.ts'
import { CredentialError } from './credential-error.ts'

const namespace = 'https://purl.imsglobal.org/ob/v3p0'
const closing = '</openbadges:credential'

/** Where a baked-in credential stands in the text of an image, and what it is. */
interface Badge {
  readonly start: number
  readonly end: number
  readonly text: string
}

/**
 * Puts a credential into an SVG image, in place of one it may carry (Open Badges 3.0, "SVG", baking): the text of an
 * `openbadges:credential` element, the first child of `svg`.
 *
 * @throws CredentialError `credential/image-malformed`, `credential/too-large`
 */
export function bakeSvg(svg: string, credential: string): string {
  const bare = findBadges(svg).reduceRight((text, { start, end }) => text.slice(0, start) + text.slice(end), svg)
  const start = /<svg[\s>]/.exec(bare)?.index ?? -1
  const end = endOfTag(bare, start)
  if (start < 0 || bare[end - 2] === '/') throw malformed('credential/image-malformed', 'not an SVG with content')
  const root = bare.slice(start, end - 1)
  const declaration = /\sxmlns:openbadges\s*=/.test(root) ? '' : ` xmlns:openbadges="${namespace}"`
  const text = credential.replaceAll(']]>', ']]]]><![CDATA[>')
  return `${bare.slice(0, start)}${root}${declaration}><openbadges:credential><![CDATA[${text}]]>${closing}>${bare.slice(end)}`
}

/**
 * The text baked into an SVG image, or undefined when it has none: JSON, or a token or address out of the attribute `verify`.
 *
 * Untrusted: the image is searched as text in one pass, never given to an XML parser, so its entities expand nothing.
 *
 * @throws CredentialError `credential/too-large`, `credential/image-malformed`, `credential/image-ambiguous` when several are baked in
 */
export function readBakedSvg(svg: string): string | undefined {
  const badges = findBadges(svg)
  if (badges.length > 1) throw malformed('credential/image-ambiguous', 'it carries several credentials')
  return badges[0]?.text || undefined
}

/** Credentials inside comments are not shown, so they are not found. */
function findBadges(svg: string): readonly Badge[] {
  if (svg.length > maxImageBytes) throw malformed('credential/too-large', 'larger than 10 MiB')
  if (!/<svg[\s>]/.test(svg)) throw malformed('credential/image-malformed', 'not an SVG')
  const badges: Badge[] = []
  // Badges before 3.0 stand in an element of the second name.
  const opening = /<!--|<openbadges:(credential|assertion)(?=[\s/>])/g
  for (let match = opening.exec(svg); match !== null && badges.length < 2; match = opening.exec(svg)) {
    if (match[0] === '<!--') {
      opening.lastIndex = after(svg, '-->', match.index)
    } else {
      const badge = readBadge(svg, match.index, `</openbadges:${match[1]}`)
      badges.push(badge)
      opening.lastIndex = badge.end
    }
  }
  return badges
}

function readBadge(svg: string, start: number, end: string): Badge {
  const opened = endOfTag(svg, start)
  if (svg[opened - 2] === '/') return { start, end: opened, text: attribute(svg.slice(start, opened)) }
  let position = opened
  let sections = ''
  for (;;) {
    position += /^\s*/.exec(svg.slice(position, position + 256))?.[0].length ?? 0
    if (!svg.startsWith('<![CDATA[', position)) break
    const behind = after(svg, ']]>', position)
    sections += svg.slice(position + 9, behind - 3)
    position = behind
  }
  const closed = after(svg, end, position) - end.length
  const text = (sections + unescape(svg.slice(position, closed))).trim()
  return { start, end: endOfTag(svg, closed), text: text === '' ? attribute(svg.slice(start, opened)) : text }
}

function attribute(tag: string): string {
  const [, double, single] = /\sverify\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(tag) ?? []
  return unescape(double ?? single ?? '')
}

/** The position behind the `>` of the tag that starts at `start`; a `>` inside quotes is text. */
function endOfTag(text: string, start: number): number {
  let quote = ''
  for (let position = Math.max(start, 0); position < text.length; position += 1) {
    const character = text[position] ?? ''
    if (quote !== '') quote = character === quote ? '' : quote
    else if (character === '"' || character === "'") quote = character
    else if (character === '>') return position + 1
  }
  throw malformed('credential/image-malformed', 'a tag is not closed')
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from)
  if (found < 0) throw malformed('credential/image-malformed', 'it is cut off')
  return found + mark.length
}

/** Extensible Markup Language 1.0, "Predefined Entities". */
function unescape(text: string): string {
  const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => entities[name] ?? '')
}

function malformed(code: string, what: string): CredentialError {
  return new CredentialError(code, `Cannot read badge image: ${what}`)
}
