import type { ComponentChildren, VNode } from 'preact'
import { useState } from 'preact/hooks'
import { ButtonLink } from '../../components/button.tsx'
import { Empty } from '../../components/empty.tsx'
import { EntryLink, RegistryPlace, registryPlaceOf } from '../../components/entry-link.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page } from '../../components/page.tsx'
import { formatNumber } from '../../locale.ts'
import { acts as words } from '../../messages/ledger-acts.ts'
import { statements } from '../../messages/statements.ts'
import { fetchNetwork, type Issuer, type Network } from '../../network-api.ts'
import { useLoaded } from '../../use-loaded.ts'
import { findOwn } from './find-own.ts'
import { useOrganisation } from './organisation.ts'

/** What a page of one act works with. */
export interface LedgerActScene {
  readonly own: Issuer
  readonly network: Network
  /** Tells that it is on the ledger now. */
  readonly onStated: (index: number) => void
}

interface LedgerActProps { readonly title: string, readonly lede: string, readonly children: (scene: LedgerActScene) => ComponentChildren }

/** The frame of a page on which an organisation says one thing on the ledger. */
export function LedgerAct({ title, lede, children }: LedgerActProps): VNode {
  const { id, did, at } = useOrganisation()
  const [stated, setStated] = useState<number>()
  const known = useLoaded(async (signal) => ({ ...await findOwn({ id, did }, signal), network: await fetchNetwork(signal) }), [did])
  const onStated = (index: number): void => {
    setStated(index)
    known.reload()
    document.getElementById('main')?.scrollIntoView()
  }
  return (
    <Page title={title} lede={lede} crumbs={[{ href: at('/on-the-ledger'), label: statements.title }]}>
      <Loaded of={known}>
        {({ own, network }) => (
          <RegistryPlace.Provider value={registryPlaceOf(network)}>
            {stated !== undefined && <Notice isLive><p class="notice-title"><EntryLink index={stated}>{statements.done(formatNumber(stated))}</EntryLink></p><p>{statements.doneNext}</p></Notice>}
            {own === undefined
              ? <Empty title={words.notRegistered}><p>{words.notRegisteredNext}</p><div><ButtonLink href={at('/on-the-ledger')}>{words.goBack}</ButtonLink></div></Empty>
              : children({ own, network, onStated })}
          </RegistryPlace.Provider>
        )}
      </Loaded>
    </Page>
  )
}
