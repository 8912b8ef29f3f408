/** A piece of plain text as people write it: words, some of them strong. */
export interface ProseText { readonly text: string, readonly isStrong: boolean }

/** A paragraph, a heading or a list. */
export type ProseBlock =
  | { readonly kind: 'paragraph' | 'heading', readonly parts: readonly ProseText[] }
  | { readonly kind: 'list', readonly items: readonly (readonly ProseText[])[] }

/**
 * Reads the few things of Markdown that people write by themselves: paragraphs, lists, headings, bold.
 * Untrusted: the text of any issuer. Links and HTML stay what they are, characters.
 */
export function readProse(text: string): readonly ProseBlock[] {
  const blocks: ProseBlock[] = []
  let lines: string[] = []
  const close = (): void => {
    if (lines.length > 0) blocks.push({ kind: 'paragraph', parts: readParts(lines.join('\n')) })
    lines = []
  }
  for (const line of text.split(/\r?\n/)) {
    const item = /^\s*[-*]\s+(\S.*)$/.exec(line)?.[1]
    const heading = /^\s*#{1,6}\s+(\S.*)$/.exec(line)?.[1]
    if (item === undefined && heading === undefined && line.trim() !== '') {
      lines.push(line)
      continue
    }
    close()
    if (heading !== undefined) blocks.push({ kind: 'heading', parts: [{ text: heading, isStrong: false }] })
    if (item !== undefined) addItem(blocks, readParts(item))
  }
  close()
  return blocks
}

function addItem(blocks: ProseBlock[], item: readonly ProseText[]): void {
  const last = blocks.at(-1)
  if (last?.kind === 'list') blocks[blocks.length - 1] = { kind: 'list', items: [...last.items, item] }
  else blocks.push({ kind: 'list', items: [item] })
}

const readParts = (text: string): readonly ProseText[] =>
  text.split(/\*\*([^*]+)\*\*/).map((part, index) => ({ text: part, isStrong: index % 2 === 1 })).filter((part) => part.text !== '')
