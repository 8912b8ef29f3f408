import type { ComponentChildren, VNode } from 'preact'

/**
 * Shows the few things of Markdown that people write in plain text: paragraphs, lists, headings, bold.
 * Untrusted: the text of any issuer. Links and HTML stay what they are, characters.
 */
export function Prose({ text }: { readonly text: string }): VNode {
  const blocks = text.replaceAll('\r\n', '\n').split(/\n{2,}|\n(?=\s*[-*#] )|(?<=^#.*)\n/m).map((block) => block.trim()).filter((block) => block !== '')
  const shown: VNode[] = []
  let items: VNode[] = []
  const closeList = (): void => {
    if (items.length > 0) shown.push(<ul key={shown.length}>{items}</ul>)
    items = []
  }
  for (const block of blocks) {
    const item = /^[-*]\s+([\s\S]*)$/.exec(block)
    if (item !== null) {
      items.push(<li key={items.length}>{emphasise(item[1] ?? '')}</li>)
      continue
    }
    closeList()
    const heading = /^#{1,6}\s+(.*)$/.exec(block)
    shown.push(heading === null ? <p key={shown.length}>{emphasise(block)}</p> : <p key={shown.length} class="strong">{heading[1]}</p>)
  }
  closeList()
  return <div class="prose">{shown}</div>
}

const emphasise = (text: string): ComponentChildren =>
  text.split(/\*\*([^*]+)\*\*/).map((part, index) => (index % 2 === 1 ? <strong key={index}>{part}</strong> : part))
