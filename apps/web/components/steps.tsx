import type { VNode } from 'preact'
import { frame } from '../messages/frame.ts'
import { Icon } from './icon.tsx'

/** Where one is on a way of a few pages. `current` counts from 0. */
export function Steps({ names, current }: { readonly names: readonly string[], readonly current: number }): VNode {
  return (
    <ol class="steps" aria-label={frame.steps(current + 1, names.length)}>
      {names.map((name, index) => (
        <li key={name} class={index < current ? 'done' : ''} aria-current={index === current ? 'step' : undefined}>
          <span class="step-mark" aria-hidden="true">{index < current ? <Icon name="check" /> : index + 1}</span>
          <span class="step-name">{name}{index < current && <span class="hidden-text"> ({frame.stepDone})</span>}</span>
        </li>
      ))}
    </ol>
  )
}
