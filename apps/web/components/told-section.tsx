import type { VNode } from 'preact'
import type { ToldEvidence } from 'everlearned/holder'
import { ownWord } from '../messages/own-word.ts'
import './told.css'

/** Evidence in words, as it was signed: single things that somebody learned, or how something was done. Addresses in it are text. */
export default function ToldSection({ told }: { readonly told: readonly ToldEvidence[] }): VNode {
  return (
    <div class="stack stack-tight" data-testid="told">
      <h3>{ownWord.told}</h3>
      <ol class="stack stack-tight">
        {told.map(({ name, description, narrative }, index) => (
          <li key={index}>
            {name !== undefined && <div class="strong"><bdi>{name}</bdi></div>}
            {description !== undefined && <div class="quiet small told-line"><bdi>{description}</bdi></div>}
            {narrative !== undefined && <div class="told-line"><bdi>{narrative}</bdi></div>}
          </li>
        ))}
      </ol>
    </div>
  )
}
