import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { setUp as words } from '../messages/sign-in.ts'
import { canKeepPasskey } from '../node-api.ts'
import { CheckField, RadioField, TextField } from './field.tsx'

/** How somebody will sign in. */
export type UnlockMethod = 'passkey' | 'passphrase'

interface UnlockFieldsProps {
  readonly method: UnlockMethod | undefined
  readonly onMethod: (method: UnlockMethod) => void
  readonly passphrase: string
  readonly onPassphrase: (passphrase: string) => void
  readonly fault: string | undefined
}

/** Asks somebody new how they will sign in: with a passkey where the device keeps them, or with a passphrase. */
export function UnlockFields({ method, onMethod, passphrase, onPassphrase, fault }: UnlockFieldsProps): VNode {
  const [hasPasskeys, setHasPasskeys] = useState(true)
  useEffect(() => {
    void canKeepPasskey().then((can) => {
      setHasPasskeys(can)
      if (method === undefined) onMethod(can ? 'passkey' : 'passphrase')
    })
  }, [])
  return (
    <section class="stack">
      <RadioField id="method" name="method" label={words.methodTitle} value={method} onValue={onMethod} choices={[
        { value: 'passkey', label: words.passkey, hint: hasPasskeys ? words.passkeyHint : words.passkeyMissing },
        { value: 'passphrase', label: words.passphraseChoice, hint: words.passphraseChoiceHint },
      ]} />
      {method === 'passphrase' && <NewPassphraseField id="passphrase" label={words.passphrase} value={passphrase} onValue={onPassphrase} fault={fault} />}
    </section>
  )
}

/** A passphrase that is about to be: it can be looked at while it is typed. */
export function NewPassphraseField(field: { readonly id: string, readonly label: string, readonly value: string, readonly onValue: (value: string) => void, readonly fault: string | undefined }): VNode {
  const [isShown, setShown] = useState(false)
  return (
    <>
      <TextField {...field} hint={words.passphraseHint} type={isShown ? 'text' : 'password'} autoComplete="new-password" />
      <CheckField label={words.showPassphrase} isChecked={isShown} onChange={setShown} />
    </>
  )
}

/** Why somebody new cannot be let in with this yet, if so. */
export const unlockFault = (method: UnlockMethod | undefined, passphrase: string): string | undefined => (method === 'passphrase' && [...passphrase].length < 12 ? words.shortPassphrase : undefined)
