import type { VNode } from 'preact'
import { fetchAnswers, findCopy, loadAttestations, loadLifeEntry, partsToShare } from 'everlearned/holder'
import { ButtonLink } from '../../components/button.tsx'
import { endorsements as words } from '../../messages/endorsements.ts'
import { walletVouch } from '../../messages/wallet-vouch.ts'
import { useLoaded } from '../../use-loaded.ts'
import type { OpenSession } from '../session.ts'

interface VouchedPartProps {
  readonly session: OpenSession
  readonly id: string
  /** Exactly as it was signed. */
  readonly credential: string
}

/** Who vouches for a record or an entry, one line each with what it is worth; and the way to ask somebody. */
export function VouchedPart({ session, id, credential }: VouchedPartProps): VNode {
  const people = useLoaded(() => loadVouching({ session, id, credential }), [session.context, id, credential]).value ?? []
  return (
    <section class="stack stack-tight">
      {people.length > 0 && (
        <>
          <h2>{words.heading}</h2>
          <ul class="stack stack-tight">{people.map(({ name, level }, index) => <li key={index}><bdi class="strong">{name ?? words.unnamed}</bdi>: <span data-testid="vouched-level">{words.level[level ?? 'none']}</span></li>)}</ul>
        </>
      )}
      <div><ButtonLink href={`/vouch/${id}`} icon="people" class="button-large">{people.length === 0 ? walletVouch.ask : walletVouch.heading}</ButtonLink></div>
    </section>
  )
}

/** Nothing is asked of any node unless somebody was asked to vouch. */
async function loadVouching({ session, id, credential }: VouchedPartProps): Promise<readonly { readonly name: string | null; readonly level: 'endorsed' | 'attested' | null }[]> {
  const asked = await loadAttestations(session.context, id)
  const answered = (await fetchAnswers(asked, { ...session.context, fetch: fetch.bind(globalThis), now: new Date() })).filter(({ endorsement }) => endorsement !== undefined)
  const node = answered[0]?.node
  if (node === undefined) return []
  // Of an entry with something private they were shown a copy.
  const entry = await loadLifeEntry(id, session.context)
  const shown = entry === undefined ? undefined : findCopy(entry, partsToShare(entry))
  return (await import('../judge-endorsements.ts')).judgeEndorsements(shown ?? credential, answered.flatMap(({ endorsement }) => endorsement ?? []), { node, session })
}
