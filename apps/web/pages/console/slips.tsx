import type { VNode } from 'preact'
import { useLocation } from 'preact-iso'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Empty } from '../../components/empty.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Qr } from '../../components/qr.tsx'
import { fetchClaims, type Claim } from '../../issuer-api.ts'
import { jobs, slips as words } from '../../messages/console.ts'
import { useLoaded } from '../../use-loaded.ts'
import { personOf } from './claim-table.tsx'
import { useOrganisation } from './organisation.ts'

const slipsPerPage = 60

/** Paper slips with QR codes, for people who are reached by hand. */
export default function Slips({ id = '' }: { readonly id?: string }): VNode {
  const organisation = useOrganisation()
  const { path, query } = useLocation()
  const cursor = query['cursor'] ?? ''
  const page = useLoaded((signal) => fetchClaims(organisation.id, { job: id, state: 'unclaimed', limit: slipsPerPage, cursor }, signal), [organisation.id, id, cursor])
  return (
    <Page title={words.title} lede={words.lede} width="desk" crumbs={[{ href: organisation.at('/jobs'), label: jobs.title }, { href: organisation.at(`/jobs/${id}`), label: jobs.linksTitle }]}>
      <Loaded of={page}>
        {({ claims, nextCursor }) => claims.length === 0
          ? <Empty title={words.title}><p>{words.empty}</p></Empty>
          : (
            <>
              <div class="button-row">
                <Button kind="main" icon="print" onPress={() => window.print()}>{words.print}</Button>
                {cursor !== '' && <ButtonLink href={path}>{words.first}</ButtonLink>}
                {nextCursor !== null && <ButtonLink href={`${path}?cursor=${encodeURIComponent(nextCursor)}`}>{words.next}</ButtonLink>}
              </div>
              <ul class="slips">{claims.map((claim) => <Slip key={claim.id} claim={claim} organisation={organisation.name} />)}</ul>
            </>
          )}
      </Loaded>
    </Page>
  )
}

function Slip({ claim, organisation }: { readonly claim: Claim, readonly organisation: string }): VNode | null {
  if (claim.link === null) return null
  return (
    <li class="slip">
      <Qr text={claim.link} label={words.qrLabel(personOf(claim))} />
      <div class="slip-words">
        <strong>{personOf(claim)}</strong>
        <span class="strong">{claim.achievement}</span>
        <span>{words.from(organisation)}</span>
        <span class="quiet">{words.how}</span>
        <span class="code">{claim.link}</span>
      </div>
      {claim.guardianLink !== null && (
        <div class="slip-guardian">
          <Qr text={claim.guardianLink} label={words.guardianQr(personOf(claim))} />
          <div class="slip-words">
            <strong>{words.guardian}</strong>
            <span>{words.guardianHow}</span>
            <span class="code">{claim.guardianLink}</span>
          </div>
        </div>
      )}
    </li>
  )
}
