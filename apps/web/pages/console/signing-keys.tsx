import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { fetchAccount } from '../../account-api.ts'
import { Button } from '../../components/button.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Notice } from '../../components/notice.tsx'
import { ProvenDialog } from '../../components/proven-dialog.tsx'
import { StateTag } from '../../components/state-tag.tsx'
import { fetchSigningKeys, rotateSigningKeys, type SigningKey } from '../../issuer-api.ts'
import { formatMoment } from '../../locale.ts'
import { settings as words } from '../../messages/settings.ts'
import { useLoaded } from '../../use-loaded.ts'
import { useOrganisation } from './organisation.ts'

/** The keys that the organisation signs with and signed with before, and a new one in their place. */
export function SigningKeysSection(): VNode {
  const { id } = useOrganisation()
  const signing = useLoaded((signal) => fetchSigningKeys(id, signal), [id])
  const [isAsking, setAsking] = useState(false)
  const [isDone, setDone] = useState(false)
  return (
    <section class="stack">
      <h2>{words.signingTitle}</h2>
      <p>{words.signingText}</p>
      {isDone && <Notice title={words.rotated} isLive><p>{words.rotatedNext}</p></Notice>}
      <Loaded of={signing}>
        {({ keys, canRotate }) => (
          <>
            <SigningKeyTable keys={keys} />
            {keys.some(({ retiredAt }) => retiredAt !== null) && <p class="quiet small">{words.signingStays}</p>}
            {canRotate ? <div><Button icon="key" onPress={() => { setDone(false); setAsking(true) }}>{words.rotate}</Button></div> : <p class="quiet">{words.signingFixed}</p>}
          </>
        )}
      </Loaded>
      {isAsking && <RotateDialog onClose={() => setAsking(false)} onDone={() => { setAsking(false); setDone(true); signing.reload() }} />}
    </section>
  )
}

function SigningKeyTable({ keys }: { readonly keys: readonly SigningKey[] }): VNode {
  return (
    <div class="table-wrap">
      <table class="table table-cards">
        <caption class="hidden-text">{words.signingTitle}</caption>
        <thead><tr><th scope="col">{words.signingKey}</th><th scope="col">{words.signingFrom}</th><th scope="col">{words.signingTo}</th><th scope="col">{words.signingState}</th></tr></thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.id}>
              <th scope="row"><span>{words.signingKind[key.keyType]}</span><span class="small code">{key.multikey}</span></th>
              <td data-label={words.signingFrom}>{formatMoment(key.createdAt)}</td>
              <td data-label={words.signingTo}>{key.retiredAt === null ? words.signingOpen : formatMoment(key.retiredAt)}</td>
              <td data-label={words.signingState}>{key.retiredAt === null ? <StateTag kind="held" icon="key">{words.signingNow}</StateTag> : <StateTag kind="ended">{words.signingBefore}</StateTag>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Asks who sits there: whoever makes a new key decides what the organisation signs with. */
function RotateDialog({ onClose, onDone }: { readonly onClose: () => void, readonly onDone: () => void }): VNode {
  const { id } = useOrganisation()
  const account = useLoaded(fetchAccount, [])
  return (
    <Loaded of={account}>
      {(own) => (
        <ProvenDialog own={own} title={words.rotateTitle} act={words.rotateAct} onClose={onClose} onProven={(proof) => rotateSigningKeys(id, proof).then(onDone)}
          lead={<><p>{words.rotateWhat}</p><p>{words.rotateWhen}</p><p>{words.rotateNot}</p></>} />
      )}
    </Loaded>
  )
}
