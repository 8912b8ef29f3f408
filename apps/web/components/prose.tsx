import type { ComponentChildren, VNode } from 'preact'
import { readProse, type ProseBlock, type ProseText } from './read-prose.ts'

/** Text that an issuer wrote, with its paragraphs, lists, headings and bold words. */
export function Prose({ text }: { readonly text: string }): VNode {
  return <div class="prose" dir="auto">{readProse(text).map((block, index) => <Block key={index} block={block} />)}</div>
}

function Block({ block }: { readonly block: ProseBlock }): VNode {
  switch (block.kind) {
    case 'paragraph': return <p>{wordsOf(block.parts)}</p>
    case 'heading': return <p class="strong">{wordsOf(block.parts)}</p>
    case 'list': return <ul>{block.items.map((item, index) => <li key={index}>{wordsOf(item)}</li>)}</ul>
  }
}

const wordsOf = (parts: readonly ProseText[]): ComponentChildren => parts.map((part, index) => (part.isStrong ? <strong key={index}>{part.text}</strong> : part.text))
