import type { VNode } from 'preact'
import type { LearningItem } from 'everlearned/holder'
import { Icon } from '../../components/icon.tsx'
import { walletLearning as words } from '../../messages/wallet-learning.ts'
import { chosenLearning } from '../learning-notices.ts'
import { learningLine } from './learning-words.ts'

/** One item in the log: chosen with its box, opened with its title. */
export function LearningRow({ item }: { readonly item: LearningItem }): VNode {
  const { id, title, isPrivate, evidence } = item
  const isChosen = chosenLearning.value.has(id)
  const choose = (): void => {
    chosenLearning.value = new Set(isChosen ? [...chosenLearning.value].filter((each) => each !== id) : [...chosenLearning.value, id])
  }
  return (
    <li data-chosen={isChosen}>
      <label class="choose-box"><input type="checkbox" checked={isChosen} aria-label={words.choose(title)} onChange={choose} /></label>
      <a href={`/learning/${id}`}>
        <span class="strong"><bdi>{title}</bdi></span>
        <span class="quiet small">{learningLine(item)}</span>
        {(isPrivate || evidence.length > 0) && (
          <span class="learning-marks">
            {isPrivate && <span class="private"><Icon name="lock" /> {words.private}</span>}
            {evidence.length > 0 && <span class="quiet"><Icon name="file" /> {words.files(evidence.length)}</span>}
          </span>
        )}
      </a>
    </li>
  )
}
