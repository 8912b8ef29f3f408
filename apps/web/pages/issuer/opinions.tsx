import type { VNode } from 'preact'
import { EntryLink } from '../../components/entry-link.tsx'
import { StateTag } from '../../components/state-tag.tsx'
import { issuer as words } from '../../messages/issuer.ts'
import { entryWords } from '../../messages/ledger.ts'
import { type Issuer } from '../../network-api.ts'
import { shorten } from '../ledger/describe-entry.ts'

/** What the registry lets an issuer attest, and what others dispute of it. */
export function Opinions({ issuer: { authority, conflicts } }: { readonly issuer: Issuer }): VNode {
  return (
    <>
      {authority.length > 0 && (
        <section class="stack">
          <h2>{words.authorityTitle}</h2>
          <ul class="acts">
            {authority.map(({ type, granted }) => (
              <li key={type}><p class="code">{type}</p>{granted ? <StateTag kind="held" icon="check">{words.granted}</StateTag> : <StateTag kind="ended">{words.notGranted}</StateTag>}</li>
            ))}
          </ul>
        </section>
      )}
      <section class="stack">
        <h2>{words.disputesTitle}</h2>
        {conflicts.length === 0 ? <p>{words.disputesNone}</p> : (
          <>
            <ul>{conflicts.map(({ index, by, ground }) => <li key={index}><EntryLink index={index}>{words.disputed(by.name ?? shorten(by.did), entryWords.dispute[ground] ?? ground)}</EntryLink></li>)}</ul>
            <p class="quiet small">{words.disputesHint}</p>
          </>
        )}
      </section>
    </>
  )
}
