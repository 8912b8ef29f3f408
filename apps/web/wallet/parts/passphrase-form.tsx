import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { findPassphraseWeakness, leastPassphraseLength } from 'everlearned/holder'
import { Button } from '../../components/button.tsx'
import { CheckField, TextField } from '../../components/field.tsx'
import { wallet } from '../../messages/wallet.ts'

interface PassphraseFormProps {
  readonly label: string
  readonly act: string
  readonly isMain?: boolean | undefined
  readonly onPassphrase: (passphrase: string) => Promise<void>
}

/** Asks for a new passphrase, says what makes a good one, and takes none that is easy to guess. */
export function PassphraseForm({ label, act, isMain = true, onPassphrase }: PassphraseFormProps): VNode {
  const [passphrase, setPassphrase] = useState('')
  const [isShown, setShown] = useState(false)
  const [fault, setFault] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (isBusy) return
    const weakness = findPassphraseWeakness(passphrase)
    setFault(weakness === undefined ? undefined : wallet.make.weak[weakness](leastPassphraseLength))
    if (weakness !== undefined) return
    setBusy(true)
    await onPassphrase(passphrase).finally(() => setBusy(false))
  }
  return (
    <form class="stack" onSubmit={(event) => void submit(event)} noValidate>
      <TextField label={label} hint={wallet.make.passphraseHelp(leastPassphraseLength)} fault={fault} value={passphrase} onValue={setPassphrase}
        type={isShown ? 'text' : 'password'} autoComplete="new-password" max={1000} />
      <CheckField label={wallet.make.show} isChecked={isShown} onChange={setShown} />
      <div class="button-row"><Button type="submit" kind={isMain ? 'main' : 'plain'} busy={isBusy && wallet.working}>{act}</Button></div>
    </form>
  )
}
