import type { VNode } from 'preact'
import type { LearningFacts } from 'everlearned/holder'
import { walletLearning as words } from '../../messages/wallet-learning.ts'
import { learningLine } from './learning-words.ts'
import '../learning.css'

/** The single things of a portfolio, as whoever is shown it sees them. Their addresses are text: nothing here is opened by accident. */
export function LearnedItems({ items, level = 2 }: { readonly items: readonly LearningFacts[], readonly level?: 2 | 3 }): VNode {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <section class="stack stack-tight">
      <Heading>{words.learned}</Heading>
      <ol class="learned" data-testid="learned">
        {items.map((item, index) => (
          <li key={index}>
            <span class="strong"><bdi>{item.title}</bdi></span>
            <span class="quiet small">{learningLine(item)}</span>
            {item.url !== undefined && <span class="small learned-url" dir="ltr">{item.url}</span>}
            {item.reflection !== undefined && <span class="kept-lines"><bdi>{item.reflection}</bdi></span>}
          </li>
        ))}
      </ol>
    </section>
  )
}
