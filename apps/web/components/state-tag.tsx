import type { VNode } from 'preact'
import { Icon, type IconName } from './icon.tsx'

/** How a state looks: still waiting (dashed), with its holder, at its end, or stopped by a fault. */
export type StateKind = 'waiting' | 'held' | 'ended' | 'fault'

const iconOf: Readonly<Record<StateKind, IconName>> = { waiting: 'clock', held: 'lock', ended: 'minus', fault: 'alert' }

/** A state in one or two words, with a shape of its own. */
export function StateTag({ kind, icon, children }: { readonly kind: StateKind, readonly icon?: IconName, readonly children: string }): VNode {
  return <span class={`state state-${kind}`}><Icon name={icon ?? iconOf[kind]} />{children}</span>
}
