import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { proveWithPasskey, type Account, type Proof } from '../account-api.ts'
import { account as words } from '../messages/account.ts'
import { CheckField, TextField } from './field.tsx'

/** How a form gets the proof that it is the owner who sits there. */
export interface Proving {
  readonly typed: string
  readonly setTyped: (typed: string) => void
  readonly byPasskey: boolean
  readonly setByPasskey: (byPasskey: boolean) => void
  /** Undefined while nothing was typed. The device asks for the passkey when this is called. */
  readonly prove: () => Promise<Proof>
  readonly isMissing: boolean
}

/** Asks for the passphrase that the account has, or for a passkey of it. */
export function useProving({ hasPassphrase }: Pick<Account, 'hasPassphrase'>): Proving {
  const [typed, setTyped] = useState('')
  const [chosen, setByPasskey] = useState(false)
  const byPasskey = chosen || !hasPassphrase
  return { typed, setTyped, byPasskey, setByPasskey, isMissing: !byPasskey && typed === '', prove: async () => (byPasskey ? proveWithPasskey() : { passphrase: typed }) }
}

/** The part of a form where the owner shows that it is them. */
export function ProofField({ proving, account, fault }: { readonly proving: Proving, readonly account: Account, readonly fault: string | undefined }): VNode {
  return (
    <>
      {!proving.byPasskey && <TextField label={words.passphraseNow} hint={words.proofHint} value={proving.typed} onValue={proving.setTyped} type="password" autoComplete="current-password" fault={fault} />}
      {account.hasPassphrase && account.passkeys.length > 0 && <CheckField label={words.byPasskey} isChecked={proving.byPasskey} onChange={proving.setByPasskey} />}
      {proving.byPasskey && <p class="quiet">{words.passkeyHint}</p>}
    </>
  )
}
