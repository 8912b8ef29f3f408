import { decodeUtf8 } from '../encoding/bytes.ts'

/** Untrusted: more lines than this are not read. */
const maxLines = 20_000

/**
 * The paragraphs of a Word document as lines (ECMA-376 Part 1, WordprocessingML "Paragraphs"): text, tabs and breaks, list items with a bullet.
 *
 * Untrusted: the XML. It is read as a run of tags and text: no entity but the five of XML and characters by number is replaced, nothing is
 * declared, nothing is fetched. Text that was deleted, and what stands beside the page, is left out.
 */
export function readDocx(document: Uint8Array): readonly string[] {
  const lines: string[] = []
  let line = ''
  let isBullet = false
  let isText = false
  for (const [token] of decodeUtf8(document).matchAll(/<[^>]*>|[^<]+/g)) {
    if (lines.length >= maxLines) break
    if (!token.startsWith('<')) {
      if (isText) line += decode(token)
      continue
    }
    const [, close, name = ''] = /^<(\/?)(?:w:)?([\w:]+)/.exec(token) ?? []
    const isClosing = close === '/' || token.endsWith('/>')
    if (name === 't') isText = !isClosing
    else if (name === 'numPr') isBullet = true
    else if ((name === 'tab' && /^<w:tab\s*\/>/.test(token))) line += '\t'
    else if (name === 'br' || name === 'cr') line = flush(lines, line, isBullet)
    else if (name === 'p' && close === '/') {
      flush(lines, line, isBullet)
      line = ''
      isBullet = false
    }
  }
  return lines
}

function flush(lines: string[], line: string, isBullet: boolean): string {
  lines.push(isBullet && line.trim() !== '' ? `• ${line}` : line)
  return ''
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: '\'' }

function decode(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(\w+));/g, (whole, decimal?: string, hexadecimal?: string, name?: string) => {
    if (name !== undefined) return entities[name] ?? whole
    const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal)
    return code > 0 && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF) ? String.fromCodePoint(code) : ''
  })
}
