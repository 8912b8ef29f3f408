import type { ComponentChildren, VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { frame } from '../messages/frame.ts'
import { announcePage } from '../page-shown.ts'

/** A step on the way to a page. */
export interface Crumb { readonly href: string, readonly label: string }

interface PageProps {
  readonly title: string
  readonly lede?: ComponentChildren
  readonly crumbs?: readonly Crumb[] | undefined
  /** The acts that belong to the whole page, at the end of its heading. */
  readonly actions?: ComponentChildren
  /** `column` is for reading and one question a page, `desk` for tables. */
  readonly width?: 'column' | 'desk' | undefined
  readonly children: ComponentChildren
}

let isFirstPage = true

/** One page: its name in the tab and in its heading, which takes the focus after a change of page so that it is read aloud. */
export function Page({ title, lede, crumbs = [], actions, width = 'column', children }: PageProps): VNode {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => { document.title = frame.pageTitle(title) }, [title])
  useEffect(() => {
    if (!isFirstPage) heading.current?.focus()
    isFirstPage = false
    announcePage()
  }, [])
  return (
    <div class={`page ${width === 'column' ? 'column' : ''}`}>
      <div class="page-head">
        {crumbs.length > 0 && <Breadcrumb crumbs={crumbs} />}
        <div class="page-head-row">
          <h1 tabIndex={-1} ref={heading}>{title}</h1>
          {actions !== undefined && <div class="button-row">{actions}</div>}
        </div>
        {lede !== undefined && <p class="lede">{lede}</p>}
      </div>
      {children}
    </div>
  )
}

function Breadcrumb({ crumbs }: { readonly crumbs: readonly Crumb[] }): VNode {
  return (
    <nav class="breadcrumb" aria-label={frame.whereYouAre}>
      <ol>{crumbs.map((crumb) => <li key={crumb.href}><a href={crumb.href}>{crumb.label}</a></li>)}</ol>
    </nav>
  )
}
