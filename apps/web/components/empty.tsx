import type { ComponentChildren, VNode } from 'preact'

/** Says what will be here, and offers the first step. */
export function Empty({ title, children }: { readonly title: string, readonly children: ComponentChildren }): VNode {
  return <div class="empty"><h2>{title}</h2>{children}</div>
}
