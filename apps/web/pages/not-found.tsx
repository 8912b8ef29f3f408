import type { VNode } from 'preact'
import { ButtonLink } from '../components/button.tsx'
import { Page } from '../components/page.tsx'
import { frame } from '../messages/frame.ts'

/** An address that leads nowhere. */
export default function NotFound(): VNode {
  return (
    <Page title={frame.notFound} lede={frame.notFoundNext}>
      <div class="button-row"><ButtonLink href="/" kind="main">{frame.toFirstPage}</ButtonLink></div>
    </Page>
  )
}
