import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { ApiProblem } from '../api.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { CopyLine } from '../components/copy-line.tsx'
import { Empty } from '../components/empty.tsx'
import { EntryLink, RegistryPlace, registryPlaceOf } from '../components/entry-link.tsx'
import { TextField } from '../components/field.tsx'
import { Loaded } from '../components/loaded.tsx'
import { Notice } from '../components/notice.tsx'
import { type Crumb, Page } from '../components/page.tsx'
import { formatNumber } from '../locale.ts'
import { issuer as words } from '../messages/issuer.ts'
import { fetchIssuer, fetchNetwork, issuerPage, type Issuer } from '../network-api.ts'
import { useLoaded } from '../use-loaded.ts'
import { Accreditations } from './issuer/accreditations.tsx'
import { DomainFacts } from './issuer/domain-facts.tsx'
import { KeyHistory } from './issuer/key-history.tsx'
import { Opinions } from './issuer/opinions.tsx'
import './ledger/ledger.css'
import { sectorName } from './network/holder-table.tsx'

const crumbs = (): readonly Crumb[] => [{ href: '/ledger', label: words.crumb }]

/** What the registry says of one issuer. Untrusted: the DID comes from the address. */
export default function IssuerPage(): VNode {
  const { query } = useLocation()
  const did = query['did'] ?? ''
  return isDid(did) ? <KnownOrNot key={did} did={did} /> : <Page title={words.noDidTitle} lede={words.noDid} crumbs={crumbs()}><LookUp /></Page>
}

const isDid = (text: string): boolean => /^did:[a-z0-9]+:[\w.:%-]+$/i.test(text) && text.length <= 512

function KnownOrNot({ did }: { readonly did: string }): VNode {
  const issuer = useLoaded((signal) => findIssuer(did, signal), [did])
  const found = issuer.value?.issuer
  return (
    <Page title={found?.name ?? words.titleUnknown} width={found === undefined ? 'column' : 'desk'} lede={found === undefined ? undefined : words.lede} crumbs={crumbs()}>
      <Loaded of={issuer}>{({ issuer: known, place }) => (known === undefined ? <UnknownIssuer did={did} /> : <RegistryPlace.Provider value={place}><Known issuer={known} /></RegistryPlace.Provider>)}</Loaded>
    </Page>
  )
}

/** The issuer, or none when the registry does not know it. */
async function findIssuer(did: string, signal: AbortSignal): Promise<{ readonly issuer?: Issuer, readonly place?: string | undefined }> {
  try {
    const [issuer, network] = await Promise.all([fetchIssuer(did, signal), fetchNetwork(signal)])
    return { issuer, place: registryPlaceOf(network) }
  } catch (thrown) {
    if (thrown instanceof ApiProblem && thrown.code === 'network/issuer-unknown') return {}
    throw thrown
  }
}

function UnknownIssuer({ did }: { readonly did: string }): VNode {
  return (
    <Empty title={words.unknownTitle}>
      <p>{words.unknown}</p>
      <p class="code wrap">{did}</p>
      <ButtonLink href="/ledger">{words.crumb}</ButtonLink>
    </Empty>
  )
}

function LookUp(): VNode {
  const { route } = useLocation()
  const [text, setText] = useState('')
  const [isWrong, setWrong] = useState(false)
  const look = (event: Event): void => {
    event.preventDefault()
    setWrong(!isDid(text.trim()))
    if (isDid(text.trim())) route(issuerPage(text.trim()))
  }
  return (
    <form class="stack" onSubmit={look} noValidate>
      <TextField label={words.didLabel} value={text} onValue={setText} max={512} fault={isWrong ? words.needDid : undefined} />
      <div><Button type="submit" kind="main">{words.look}</Button></div>
    </form>
  )
}

function Known({ issuer }: { readonly issuer: Issuer }): VNode {
  const { counts, gone, registeredAt, suspensions } = issuer
  const isSuspended = suspensions.some(({ until }) => until === null)
  return (
    <>
      {gone && <Notice kind="care" title={words.goneTitle}><p>{words.gone}</p></Notice>}
      {isSuspended && !gone && <Notice kind="care" title={words.suspendedTitle}><p>{words.suspended}</p></Notice>}
      <div class="two-sides">
        <div class="stack stack-loose">
          <section class="card stack">
            <h2 class="hidden-text">{words.card}</h2>
            <dl class="facts">
              <div><dt>{words.sector}</dt><dd>{sectorName(issuer.sector)}</dd></div>
              <div><dt>{words.registered}</dt><dd>{registeredAt <= 0 ? words.inCharter : <EntryLink index={registeredAt}>{words.registeredAt(formatNumber(registeredAt))}</EntryLink>}</dd></div>
              <DomainFacts issuer={issuer} />
              <div><dt>{words.counts}</dt><dd>{words.countsOf(counts.batches, formatNumber(counts.batches), formatNumber(counts.leaves))}<p class="quiet small">{words.countsHint}</p></dd></div>
            </dl>
            <CopyLine label={words.did} text={issuer.did} />
          </section>
          <Accreditations issuer={issuer} />
        </div>
        <div class="stack stack-loose">
          <Opinions issuer={issuer} />
          <KeyHistory issuer={issuer} />
          <section class="stack">
            <h2>{words.suspensionsTitle}</h2>
            {suspensions.length === 0 ? <p>{words.suspensionsNone}</p> : (
              <ul>{suspensions.map(({ from, until }) => <li key={from}><EntryLink index={from}>{until === null ? words.suspensionOpen(formatNumber(from)) : words.suspension(formatNumber(from), formatNumber(until))}</EntryLink></li>)}</ul>
            )}
          </section>
        </div>
      </div>
    </>
  )
}
