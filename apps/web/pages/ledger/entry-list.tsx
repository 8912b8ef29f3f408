import type { VNode } from 'preact'
import { useRef } from 'preact/hooks'
import { StateTag } from '../../components/state-tag.tsx'
import { formatNumber } from '../../locale.ts'
import { entryWords, ledger as words } from '../../messages/ledger.ts'
import { entryPage, type LedgerEntry } from '../../network-api.ts'
import { describeEntry, shorten } from './describe-entry.ts'
import { useNames } from './use-names.ts'

/** Entries, newest first, each as a sentence. Arrow keys move between them, for those who read many. */
export function EntryList({ entries }: { readonly entries: readonly LedgerEntry[] }): VNode {
  const names = useNames(entries)
  const body = useRef<HTMLTableSectionElement>(null)
  const move = (event: KeyboardEvent): void => {
    const links = [...(body.current?.querySelectorAll<HTMLAnchorElement>('a.entry-link') ?? [])]
    const here = links.findIndex((link) => link === document.activeElement)
    const target = here < 0 ? undefined : { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: links.length - 1 }[event.key]
    const link = target === undefined ? undefined : links[target]
    if (link === undefined) return
    event.preventDefault()
    link.focus()
  }
  return (
    <div class="table-wrap">
      <table class="table table-cards entry-table">
        <caption class="hidden-text">{words.entryCaption}</caption>
        <thead><tr><th scope="col" class="figure">{words.number}</th><th scope="col">{words.said}</th><th scope="col" class="phone-less">{words.kind}</th><th scope="col" class="can-wait phone-less">{words.signer}</th><th scope="col">{words.state}</th></tr></thead>
        <tbody ref={body} onKeyDown={move}>
          {entries.map((entry) => (
            <tr key={entry.index}>
              <td data-label={words.number} class="figure quiet">{formatNumber(entry.index)}</td>
              <th scope="row"><a class="entry-link link-touch" href={entryPage(entry.index)}>{describeEntry(entry, names)}</a></th>
              <td data-label={words.kind} class="phone-less">{entryWords.kinds[entry.type] ?? entryWords.otherKind}</td>
              <td data-label={words.signer} class="can-wait phone-less">{signersOf(entry)}</td>
              <td data-label={words.state}><FinalTag isFinal={entry.final} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Whether an entry counts for good. */
export function FinalTag({ isFinal }: { readonly isFinal: boolean }): VNode {
  return isFinal ? <StateTag kind="held" icon="check">{words.final}</StateTag> : <StateTag kind="waiting">{words.pending}</StateTag>
}

function signersOf({ signedBy }: LedgerEntry): string {
  return [...new Set(signedBy.map(({ key, name }) => name ?? shorten(key)))].join(', ')
}
