import type { VNode } from 'preact'
import { useLocation } from 'preact-iso'
import { Page } from '../../components/page.tsx'
import { createOrganisation } from '../../issuer-api.ts'
import { settings as words } from '../../messages/settings.ts'
import { loadSession } from '../../session.ts'
import { OrganisationForm } from './organisation-form.tsx'
import { useOrganisation } from './organisation.ts'

/** One more organisation that the same person runs, with a signature of its own. */
export default function NewOrganisation(): VNode {
  const { at } = useOrganisation()
  const { route } = useLocation()
  const make = async (draft: Parameters<typeof createOrganisation>[0]): Promise<void> => {
    const { slug } = await createOrganisation(draft)
    await loadSession()
    route(`/console/${slug}`)
  }
  return (
    <Page title={words.newTitle} lede={words.newLede} crumbs={[{ href: at('/settings'), label: words.title }]}>
      <OrganisationForm name="" url="" asksSector act={words.newAct} busy={words.newBusy} onSend={make} />
    </Page>
  )
}
