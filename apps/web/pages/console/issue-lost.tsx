import type { VNode } from 'preact'
import { ButtonLink } from '../../components/button.tsx'
import { Empty } from '../../components/empty.tsx'
import { Page } from '../../components/page.tsx'
import { Steps } from '../../components/steps.tsx'
import { issue as words } from '../../messages/issue.ts'
import { useOrganisation } from './organisation.ts'

/** A later step opened without a list, for example after loading the page anew. */
export function IssueLost({ current }: { readonly current: number }): VNode {
  const { at } = useOrganisation()
  return (
    <Page title={words.title}>
      <Steps names={words.steps} current={current} />
      <Empty title={words.lostTitle}><p>{words.lost}</p><ButtonLink href={at('/issue')} kind="main" icon="upload">{words.otherFile}</ButtonLink></Empty>
    </Page>
  )
}
