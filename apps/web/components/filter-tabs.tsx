import type { VNode } from 'preact'
import { formatNumber } from '../locale.ts'

/** A part of a list, with how many are in it. */
export interface FilterTab { readonly href: string, readonly label: string, readonly count?: number | undefined, readonly isCurrent: boolean }

/** Links to the parts of one list: each is an address of its own, so that Back and bookmarks work. */
export function FilterTabs({ label, tabs }: { readonly label: string, readonly tabs: readonly FilterTab[] }): VNode {
  return (
    <nav class="filter-tabs" aria-label={label}>
      {tabs.map((tab) => (
        <a key={tab.href} href={tab.href} aria-current={tab.isCurrent ? 'page' : undefined}>
          {tab.label}{tab.count !== undefined && <span class="count">{formatNumber(tab.count)}</span>}
        </a>
      ))}
    </nav>
  )
}
