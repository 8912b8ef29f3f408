import type { VNode } from 'preact'
import { EntryLink } from '../../components/entry-link.tsx'
import { StateTag } from '../../components/state-tag.tsx'
import { formatDay, formatNumber } from '../../locale.ts'
import { issuer as words } from '../../messages/issuer.ts'
import { type Issuer } from '../../network-api.ts'

/** The keys of an issuer, those of before among them. */
export function KeyHistory({ issuer: { keys } }: { readonly issuer: Issuer }): VNode {
  const isDoubtful = keys.some(({ compromisedSince }) => compromisedSince !== null)
  return (
    <section class="stack">
      <h2>{words.keysTitle}</h2>
      <div class="table-wrap">
        <table class="table table-cards">
          <caption class="hidden-text">{words.keysCaption}</caption>
          <thead><tr><th scope="col">{words.key}</th><th scope="col" class="figure">{words.keyFrom}</th><th scope="col" class="figure">{words.keyUntil}</th><th scope="col">{words.keyState}</th></tr></thead>
          <tbody>
            {keys.map((key) => (
              <tr key={`${key.key} ${key.from}`}>
                <th scope="row"><span class="code">{key.key}</span></th>
                <td data-label={words.keyFrom} class="figure"><EntryLink index={key.from}>{formatNumber(key.from)}</EntryLink></td>
                <td data-label={words.keyUntil} class="figure">{key.until === null ? words.keyOpen : <EntryLink index={key.until}>{formatNumber(key.until)}</EntryLink>}</td>
                <td data-label={words.keyState}><KeyState issuerKey={key} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {isDoubtful && <p class="quiet small">{words.keyStolenHint}</p>}
    </section>
  )
}

function KeyState({ issuerKey: { until, compromisedSince } }: { readonly issuerKey: Issuer['keys'][number] }): VNode {
  if (compromisedSince !== null) return <div><StateTag kind="fault">{words.keyStolen}</StateTag><span class="small">{words.keySince(formatDay(compromisedSince.at))}</span></div>
  return until === null ? <StateTag kind="held" icon="key">{words.keyNow}</StateTag> : <StateTag kind="ended">{words.keyBefore}</StateTag>
}
