import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { matchSeed, reopenWallet } from 'everlearned/holder'
import { webCryptography } from 'everlearned/crypto'
import { CheckField } from '../../components/field.tsx'
import { Notice } from '../../components/notice.tsx'
import { custody } from '../../messages/custody.ts'
import { wallet } from '../../messages/wallet.ts'
import { useLoaded } from '../../use-loaded.ts'
import { openRestored, session } from '../session.ts'
import { PassphraseForm } from './passphrase-form.tsx'

const words = custody.back

/** The seed is there: whose it is, a passphrase for this device, and the wallet opens. */
export function OpenWithSeed({ seed }: { readonly seed: Uint8Array<ArrayBuffer> }): VNode | null {
  const { route } = useLocation()
  const state = session.value
  const storage = state.kind === 'looking' || state.kind === 'unavailable' ? undefined : state.storage
  const match = useLoaded(async () => (storage === undefined ? undefined : matchSeed(seed, storage)), [seed, storage])
  const [mayReplace, setMayReplace] = useState(false)
  const [fault, setFault] = useState<string>()
  if (storage === undefined || match.value === undefined) return <p class="quiet" role="status">{custody.working}</p>
  const open = async (passphrase: string): Promise<void> => {
    if (match.value === 'other' && !mayReplace) return setFault(words.confirmMissing)
    await reopenWallet(seed, passphrase, { storage, cryptography: webCryptography, now: new Date() })
    await openRestored(seed)
    route('/')
  }
  return (
    <section class="stack" data-testid={`seed-${match.value}`}>
      <h2>{words.openHeading}</h2>
      {match.value === 'other' && <Notice kind="care"><p>{words.openOther}</p><CheckField label={words.confirmOther} isChecked={mayReplace} onChange={setMayReplace} /></Notice>}
      {fault !== undefined && <Notice kind="fault"><p>{fault}</p></Notice>}
      <p>{match.value === 'same' ? words.openSame : words.openNew}</p>
      <PassphraseForm label={wallet.make.passphraseLabel} act={words.open} onPassphrase={open} />
    </section>
  )
}
