import type { ComponentChildren, VNode } from 'preact'
import { Icon, type IconName } from './icon.tsx'

/** What a notice is: something to know, something to take care of, or something that did not work. */
export type NoticeKind = 'info' | 'care' | 'fault'

const iconOf: Readonly<Record<NoticeKind, IconName>> = { info: 'info', care: 'question', fault: 'alert' }

/** A few words that stand out from the page. Faults are read aloud at once, the others in their turn. */
export function Notice({ kind = 'info', title, isLive = false, children }: { readonly kind?: NoticeKind, readonly title?: string | undefined, readonly isLive?: boolean, readonly children?: ComponentChildren }): VNode {
  const role = kind === 'fault' ? 'alert' : isLive ? 'status' : undefined
  return (
    <div class={`notice notice-${kind}`} role={role}>
      <Icon name={iconOf[kind]} />
      <div class="notice-body">
        {title !== undefined && <p class="notice-title">{title}</p>}
        {children}
      </div>
    </div>
  )
}
