import type { VNode } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { ButtonLink } from '../../components/button.tsx'
import { Empty } from '../../components/empty.tsx'
import { FilterTabs } from '../../components/filter-tabs.tsx'
import { Icon } from '../../components/icon.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { fetchClaims, type ClaimFilter, type ClaimPage, type ClaimQuery } from '../../issuer-api.ts'
import { claims as words } from '../../messages/claims.ts'
import { useLoaded } from '../../use-loaded.ts'
import { ChooseAndChange } from './choose-and-change.tsx'
import { useOrganisation } from './organisation.ts'

const states = ['all', 'unclaimed', 'bound', 'suspended', 'voided'] as const satisfies readonly ClaimFilter[]

/** The claim desk: search, filter, open a person. What is asked stands in the address, so that Back and bookmarks work. */
export default function Claims(): VNode {
  const { id, at } = useOrganisation()
  const { query } = useLocation()
  const asked = readQuery(query)
  const page = useLoaded((signal) => fetchClaims(id, asked, signal), [id, JSON.stringify(asked)])
  return (
    <Page title={words.title} lede={words.lede} width="desk">
      <Search asked={asked} />
      <Tabs asked={asked} counts={page.value?.counts} />
      {(asked.job !== undefined || asked.mail !== undefined) && <p class="quiet">{asked.mail === undefined ? words.ofJob : words.mailFailedOnly} <a href={at('/claims')}>{words.wholeDesk}</a></p>}
      <Loaded of={page}>{(value) => (value.claims.length === 0 ? <Nobody asked={asked} counts={value.counts} /> : <People key={JSON.stringify(asked)} page={value} asked={asked} onChanged={page.reload} />)}</Loaded>
    </Page>
  )
}

type Asked = ClaimQuery & { readonly state: ClaimFilter }

/** Untrusted: the address may ask for anything; an unknown state is all of them. */
function readQuery(query: Readonly<Record<string, string>>): Asked {
  const { q, job, mail, cursor } = query
  return {
    state: states.find((state) => state === query['state']) ?? 'all',
    limit: 50,
    ...(q === undefined || q === '' ? {} : { q: q.slice(0, 200) }),
    ...(job === undefined ? {} : { job }),
    ...(mail === 'failed' ? { mail } : {}),
    ...(cursor === undefined ? {} : { cursor }),
  }
}

function useAddress(): (asked: ClaimQuery) => string {
  const { at } = useOrganisation()
  return ({ q, state, job, mail, cursor }) => {
    const search = new URLSearchParams(Object.entries({ q, state: state === 'all' ? undefined : state, job, mail, cursor }).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value]])))
    return search.size === 0 ? at('/claims') : `${at('/claims')}?${search.toString()}`
  }
}

function Search({ asked }: { readonly asked: ClaimQuery }): VNode {
  const { route } = useLocation()
  const { at } = useOrganisation()
  const address = useAddress()
  const [text, setText] = useState(asked.q ?? '')
  const timer = useRef(0)
  useEffect(() => () => clearTimeout(timer.current), [])
  const look = (value: string): void => route(address({ ...asked, q: value.trim(), cursor: '' }), true)
  const type = (value: string): void => {
    setText(value)
    clearTimeout(timer.current)
    // While the page of a person loads, this one still stands: whoever went there is not called back.
    timer.current = window.setTimeout(() => { if (window.location.pathname === at('/claims')) look(value) }, 250)
  }
  return (
    <form role="search" class="row" onSubmit={(event) => { event.preventDefault(); clearTimeout(timer.current); look(text) }}>
      <div class="search">
        <Icon name="search" />
        <input class="input" type="search" aria-label={words.search} placeholder={words.searchExample} value={text} autoComplete="off" onInput={(event) => type(event.currentTarget.value)} />
      </div>
    </form>
  )
}

function Tabs({ asked, counts }: { readonly asked: ClaimQuery, readonly counts: ClaimPage['counts'] | undefined }): VNode {
  const { at } = useOrganisation()
  const address = useAddress()
  const tabs = states.map((state) => ({
    href: address({ ...asked, state, cursor: '' }), label: words[state], isCurrent: asked.state === state,
    count: counts === undefined ? undefined : state === 'all' ? counts.unclaimed + counts.bound + counts.voided : counts[state],
  }))
  return <FilterTabs label={words.filters} tabs={[...tabs, { href: at('/claims/second'), label: words.tickets, count: counts?.tickets, isCurrent: false }]} />
}

function People({ page, asked, onChanged }: { readonly page: ClaimPage, readonly asked: Asked, readonly onChanged: () => void }): VNode {
  const address = useAddress()
  return (
    <>
      <ChooseAndChange page={page} asked={asked} onChanged={onChanged} />
      <div class="button-row">
        {asked.cursor !== undefined && <ButtonLink href={address({ ...asked, cursor: '' })}>{words.first}</ButtonLink>}
        {page.nextCursor !== null && <ButtonLink href={address({ ...asked, cursor: page.nextCursor })}>{words.next}</ButtonLink>}
      </div>
    </>
  )
}

function Nobody({ asked, counts }: { readonly asked: ClaimQuery, readonly counts: ClaimPage['counts'] }): VNode {
  const { at } = useOrganisation()
  const isNew = counts.unclaimed + counts.bound + counts.voided === 0
  return isNew
    ? <Empty title={words.emptyTitle}><p>{words.empty}</p><ButtonLink href={at('/issue')} kind="main" icon="upload">{words.emptyAct}</ButtonLink></Empty>
    : <Empty title={words.nothingTitle}><p role="status">{words.nothing}</p>{(asked.q !== undefined || asked.state !== 'all') && <ButtonLink href={at('/claims')}>{words.showAll}</ButtonLink>}</Empty>
}
