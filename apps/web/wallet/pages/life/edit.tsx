import type { VNode } from 'preact'
import { useLocation } from 'preact-iso'
import { isDraft } from 'everlearned/holder'
import { Loaded } from '../../../components/loaded.tsx'
import { Page } from '../../../components/page.tsx'
import { wallet } from '../../../messages/wallet.ts'
import { walletLife as words } from '../../../messages/wallet-life.ts'
import { LifeForm } from '../../parts/life-form.tsx'
import { useEntry } from '../../parts/use-entry.ts'
import type { OpenPageProps } from '../../wallet-app.tsx'

/** Looks an entry over and changes it; every version that was signed before stays. */
export default function EditEntry({ session, id }: OpenPageProps): VNode {
  const { route } = useLocation()
  const loaded = useEntry(session, id)
  return (
    <Page title={words.write.editHeading} crumbs={[{ href: '/', label: wallet.home }, { href: `/life/${id}`, label: words.entry.heading }]}>
      <Loaded of={loaded}>
        {(entry) => (entry === null ? <p>{words.entry.missing}</p> : <LifeForm key={id} session={session} entry={entry} onConfirmed={() => route(`/life/${id}${isDraft(entry) ? '?new' : ''}`, true)} />)}
      </Loaded>
    </Page>
  )
}
