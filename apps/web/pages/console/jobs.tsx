import type { VNode } from 'preact'
import { ButtonLink } from '../../components/button.tsx'
import { Empty } from '../../components/empty.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { fetchJobs } from '../../issuer-api.ts'
import { jobs as words } from '../../messages/console.ts'
import { useLoaded } from '../../use-loaded.ts'
import { JobTable } from './job-table.tsx'
import { useOrganisation } from './organisation.ts'

/** Every list that became records. */
export default function Jobs(): VNode {
  const { id, at } = useOrganisation()
  const jobs = useLoaded((signal) => fetchJobs(id, signal), [id])
  return (
    <Page title={words.title} lede={words.lede} width="desk">
      <Loaded of={jobs}>
        {(list) => list.length > 0
          ? <JobTable jobs={list} caption={words.title} />
          : <Empty title={words.emptyTitle}><p>{words.empty}</p><ButtonLink href={at('/issue')} kind="main" icon="upload">{words.emptyAct}</ButtonLink></Empty>}
      </Loaded>
    </Page>
  )
}
