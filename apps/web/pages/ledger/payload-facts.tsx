import type { ComponentChildren, VNode } from 'preact'
import { formatDay, formatMoment, formatNumber } from '../../locale.ts'
import { entryWords as words } from '../../messages/ledger.ts'
import { sectorWords } from '../../messages/sectors.ts'
import { entryPage, issuerPage, sectors, type EntryPayload } from '../../network-api.ts'
import { nameOf, type NamesByDid } from './describe-entry.ts'

/** What an entry says, member by member, in words where there are some. */
export function PayloadFacts({ entry: { type, payload }, names }: { readonly entry: { readonly type: string, readonly payload: EntryPayload }, readonly names: NamesByDid }): VNode {
  return (
    <dl class="facts entry-facts">
      {Object.entries(payload).toSorted(([one], [other]) => placeOf(one) - placeOf(other)).map(([member, value]) => (
        <div key={member}><dt>{labelOf(type, member)}</dt><dd>{factOf(member, value, names)}{type === 'batch' && member === 'size' && <p class="quiet small">{words.sizeHint}</p>}</dd></div>
      ))}
    </dl>
  )
}

/** Members stand as people would tell them; unknown ones come last. */
function placeOf(member: string): number {
  const order = Object.keys(words.members)
  return order.includes(member) ? order.indexOf(member) : order.length
}

/** A DID is who it is about, or whoever speaks of itself. */
const labelOf = (type: string, member: string): string =>
  member === 'did' && ['accredit', 'suspend', 'reinstate', 'withdraw'].includes(type) ? words.about : words.members[member] ?? member

/** Untrusted: a value may be anything that JSON can hold. */
function factOf(member: string, value: unknown, names: NamesByDid): ComponentChildren {
  if (value === null) return '–'
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (typeof value === 'number') return member === 'accreditation' ? <a href={entryPage(value)}>{formatNumber(value)}</a> : formatNumber(value)
  if (typeof value === 'string') return textFact(member, value, names)
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return listFact(member, value)
  return <details class="more"><summary>{words.look}</summary><pre tabIndex={0} aria-label={words.members[member] ?? member}>{JSON.stringify(value, null, 2)}</pre></details>
}

function textFact(member: string, value: string, names: NamesByDid): ComponentChildren {
  if (/^did:[a-z0-9]+:/.test(value) && ['did', 'issuer', 'by', 'accreditor', 'operator'].includes(member)) {
    return <><a href={issuerPage(value)}>{nameOf(value, names)}</a>{names.has(value) && <><br /><span class="code small quiet">{value}</span></>}</>
  }
  if (member === 'sector') return sectors.flatMap((sector) => (sector === value ? sectorWords.names[sector] : [])).at(0) ?? value
  if (member === 'basis') return words.bases[value] ?? words.identityBases[value] ?? value
  if (member === 'scope') return words.scopes[value] ?? value
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return formatDay(value)
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)) return formatMoment(value)
  if (value.includes('\n')) return <pre tabIndex={0} aria-label={words.members[member] ?? member}>{value}</pre>
  return ['name', 'target', 'kind', 'ground', 'attestedBy'].includes(member) ? value : <span class="code">{value}</span>
}

function listFact(member: string, values: readonly string[]): ComponentChildren {
  if (values.length === 0) return '–'
  return <ul>{values.map((value) => <li key={value}>{member === 'scopes' && value === '*' ? words.allScopes : <span class="code">{value}</span>}</li>)}</ul>
}
