import { encodeMultikey, publicKeyFromJwk, webCryptography as cryptography, type PrivateKeyJwk } from 'everlearned/crypto'
import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../../components/button.tsx'
import { CopyLine } from '../../components/copy-line.tsx'
import { ConfirmDialog } from '../../components/dialog.tsx'
import { FaultSummary } from '../../components/fault-summary.tsx'
import { CheckField } from '../../components/field.tsx'
import { Notice } from '../../components/notice.tsx'
import { acts, recovery as words } from '../../messages/ledger-acts.ts'
import { statements } from '../../messages/statements.ts'
import { state } from '../../network-api.ts'
import { saveText } from '../../save-text.ts'
import { useSend } from '../../use-send.ts'
import { LedgerAct, type LedgerActScene } from './ledger-act.tsx'
import { useOrganisation } from './organisation.ts'

/** A key made in this browser. */
interface Made { readonly jwk: PrivateKeyJwk, readonly multikey: string }

/** Makes the key that is there for the day on which the others are gone. */
export default function RecoveryKeyPage(): VNode {
  return <LedgerAct title={acts.recovery} lede={words.lede}>{(scene) => (scene.own.recoveryKey === null ? <MakeOne {...scene} /> : <HasOne recoveryKey={scene.own.recoveryKey} did={scene.own.did} />)}</LedgerAct>
}

function HasOne({ recoveryKey, did }: { readonly recoveryKey: string, readonly did: string }): VNode {
  const example = JSON.stringify({ type: 'rotate', payload: { did, sequence: 7, add: ['z6Mk…'], remove: ['z6Mk…'] } }, null, 2)
  return (
    <>
      <Notice title={words.has}><p>{words.hasText}</p></Notice>
      <CopyLine label={words.isThis} text={recoveryKey} />
      <h2>{words.use}</h2>
      <p>{words.useText}</p>
      <pre tabIndex={0} aria-label={words.use}>{`ler ledger submit statement.json --key ${words.fileName} --key new-key.json --log ${location.origin}/ledger\n\n${example}`}</pre>
    </>
  )
}

function MakeOne({ own, onStated }: LedgerActScene): VNode {
  const making = useSend()
  const [made, setMade] = useState<Made>()
  const make = (): void => void making.send(async () => {
    const jwk = await cryptography.generateKey('Ed25519')
    setMade({ jwk, multikey: encodeMultikey(publicKeyFromJwk(jwk)) })
  })
  if (made !== undefined) return <KeepIt made={made} did={own.did} onStated={(index) => { setMade(undefined); onStated(index) }} />
  return (
    <>
      <h2>{words.why}</h2>
      <ul>{words.reasons.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>
      <div><Button kind="main" icon="key" busy={making.isBusy && words.making} onPress={make}>{words.make}</Button></div>
    </>
  )
}

/** What is put in force before it is kept could be lost for good: in this order nothing can. */
function KeepIt({ made: { jwk, multikey }, did, onStated }: { readonly made: Made, readonly did: string, readonly onStated: (index: number) => void }): VNode {
  const [isKept, setKept] = useState(false)
  const [isSaved, setSaved] = useState(false)
  const [isWrong, setWrong] = useState(false)
  const [isAsking, setAsking] = useState(false)
  const save = (): void => {
    saveText(words.fileName, 'application/json', `${JSON.stringify({ ...jwk, did, kid: `${did}#${multikey}` }, null, 2)}\n`)
    setSaved(true)
  }
  const goOn = (): void => {
    setWrong(!isKept || !isSaved)
    setAsking(isKept && isSaved)
  }
  return (
    <>
      <FaultSummary faults={isWrong ? [{ field: 'kept', message: words.needKept }] : []} />
      <h2>{words.keepTitle}</h2>
      <p>{words.keepText}</p>
      <CopyLine label={words.isThis} text={multikey} />
      <div><Button icon="download" onPress={save}>{words.save}</Button></div>
      <div id="kept" tabIndex={-1}><CheckField label={words.kept} isChecked={isKept} onChange={setKept} /></div>
      <div><Button kind="main" onPress={goOn}>{words.putInForce}</Button></div>
      {isAsking && <SureDialog jwk={jwk} onClose={() => setAsking(false)} onDone={onStated} />}
    </>
  )
}

function SureDialog({ jwk, onClose, onDone }: { readonly jwk: PrivateKeyJwk, readonly onClose: () => void, readonly onDone: (index: number) => void }): VNode {
  const organisation = useOrganisation()
  const sending = useSend()
  const act = (): void => void sending.send(() => state(organisation.id, { type: 'rotate', payload: { privateKeyJwk: jwk } }).then(({ index }) => onDone(index)))
  return (
    <ConfirmDialog title={words.sure} act={words.act} busy={sending.isBusy && statements.stating} problem={sending.problem} onAct={act} onClose={onClose}>
      <p>{words.sureText}</p>
      <p>{acts.forGood}</p>
    </ConfirmDialog>
  )
}
