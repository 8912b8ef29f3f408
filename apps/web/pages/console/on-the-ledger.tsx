import type { ComponentChildren, VNode } from 'preact'
import { useState } from 'preact/hooks'
import { ButtonLink } from '../../components/button.tsx'
import { CopyLine } from '../../components/copy-line.tsx'
import { EntryLink, RegistryPlace, registryPlaceOf } from '../../components/entry-link.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page } from '../../components/page.tsx'
import { StateTag } from '../../components/state-tag.tsx'
import { formatNumber } from '../../locale.ts'
import { acts } from '../../messages/ledger-acts.ts'
import { statements as words } from '../../messages/statements.ts'
import { fetchNetwork, fetchStatements, issuerPage, type Issuer } from '../../network-api.ts'
import { useLoaded } from '../../use-loaded.ts'
import { AccreditationList } from '../issuer/accreditations.tsx'
import '../ledger/ledger.css'
import { AlarmNotices } from '../network/alarm-notices.tsx'
import { sectorName } from '../network/holder-table.tsx'
import { AccreditForm } from './accredit-form.tsx'
import { Approvals } from './approvals.tsx'
import { findOwn } from './find-own.ts'
import { GivenTable } from './given-table.tsx'
import { useOrganisation } from './organisation.ts'
import { OtherActs } from './other-acts.tsx'
import { StolenKey } from './stolen-key.tsx'

/** What the network knows of the organisation, and what it says there of others. */
export default function OnTheLedger(): VNode {
  const organisation = useOrganisation()
  const [stated, setStated] = useState<number>()
  const network = useLoaded(fetchNetwork, [])
  const issuer = useLoaded((signal) => findOwn(organisation, signal), [organisation.did])
  const statements = useLoaded((signal) => fetchStatements(organisation.id, signal), [organisation.id])
  const onStated = (index: number): void => {
    setStated(index)
    issuer.reload()
    statements.reload()
    document.getElementById('main')?.scrollIntoView()
  }
  return (
    <Page title={words.title} lede={words.lede} width="desk">
      {network.value !== undefined && <AlarmNotices alarms={network.value.alarms} isElsewhere />}
      {stated !== undefined && <Notice title={words.done(formatNumber(stated))} isLive><p>{words.doneNext}</p></Notice>}
      <Approvals />
      <Loaded of={issuer}>
        {({ own }) => (
          <RegistryPlace.Provider value={network.value === undefined ? undefined : registryPlaceOf(network.value)}>
            <Registration own={own} />
            {own !== undefined && <Received own={own} />}
            <Section title={words.givenTitle}><Loaded of={statements}>{({ given }) => <GivenTable given={given} onStated={onStated} />}</Loaded></Section>
            {own !== undefined && <Section title={words.accreditTitle}><AccreditForm own={own} onStated={onStated} /></Section>}
            {own !== undefined && <Section title={acts.title}><OtherActs /></Section>}
            {own !== undefined && <Section title={words.stolenTitle}><StolenKey own={own} onStated={onStated} /></Section>}
          </RegistryPlace.Provider>
        )}
      </Loaded>
    </Page>
  )
}

function Section({ title, children }: { readonly title: string, readonly children: ComponentChildren }): VNode {
  return <section class="stack"><h2>{title}</h2>{children}</section>
}

function Registration({ own }: { readonly own: Issuer | undefined }): VNode {
  const { did, isApproved } = useOrganisation()
  return (
    <Section title={words.registeredTitle}>
      <div class="card stack">
        {own === undefined ? <><div><StateTag kind="waiting">{words.notRegistered}</StateTag></div><p>{isApproved ? words.soon : words.waitsForOperator}</p></> : (
          <dl class="facts">
            <div><dt>{words.state}</dt><dd><StateTag kind="held" icon="check">{words.registered}</StateTag> {own.registeredAt > 0 ? <EntryLink index={own.registeredAt}>{words.withEntry(formatNumber(own.registeredAt))}</EntryLink> : words.founder}</dd></div>
            <div><dt>{words.name}</dt><dd>{own.name}</dd></div>
            <div><dt>{words.sector}</dt><dd>{sectorName(own.sector)}</dd></div>
          </dl>
        )}
        <CopyLine label={words.did} text={did} />
        {own !== undefined && <div><ButtonLink href={issuerPage(did)} icon="search">{words.publicPage}</ButtonLink></div>}
      </div>
    </Section>
  )
}

function Received({ own }: { readonly own: Issuer }): VNode {
  return <Section title={words.receivedTitle}>{own.accreditations.length === 0 ? <p class="column">{words.receivedNone}</p> : <AccreditationList issuer={own} />}</Section>
}
