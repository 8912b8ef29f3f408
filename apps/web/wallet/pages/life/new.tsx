import type { VNode } from 'preact'
import { useLocation } from 'preact-iso'
import { Page } from '../../../components/page.tsx'
import { wallet } from '../../../messages/wallet.ts'
import { walletLife } from '../../../messages/wallet-life.ts'
import { LifeForm } from '../../parts/life-form.tsx'
import type { OpenPageProps } from '../../wallet-app.tsx'

/** Writes down something that somebody did or learned, one question at a time. */
export default function NewEntry({ session }: OpenPageProps): VNode {
  const { route } = useLocation()
  return (
    <Page title={walletLife.write.newHeading} crumbs={[{ href: '/', label: wallet.home }]}>
      <LifeForm session={session} onConfirmed={({ id }) => route(`/life/${id}?new`, true)} />
    </Page>
  )
}
