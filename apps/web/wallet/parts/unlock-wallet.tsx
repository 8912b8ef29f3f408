import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import type { PasskeyWrap, PassphraseWrap, SeedWrap } from 'everlearned/holder'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { Notice } from '../../components/notice.tsx'
import { wallet } from '../../messages/wallet.ts'
import { unlockWithPasskey, unlockWithPassphrase } from '../session.ts'
import { codeOf } from './code-of.ts'

/** Opens a locked wallet in any of the ways it has. */
export function UnlockWallet({ wraps }: { readonly wraps: readonly SeedWrap[] }): VNode {
  const passkeys = wraps.filter((wrap): wrap is PasskeyWrap => wrap.method === 'passkey')
  const passphrases = wraps.filter((wrap): wrap is PassphraseWrap => wrap.method === 'passphrase')
  return (
    <div class="stack">
      {passkeys.map((wrap) => <UnlockWithDevice key={wrap.id} wrap={wrap} />)}
      {passphrases.length > 0 && <UnlockWithPassphrase wraps={passphrases} isSecond={passkeys.length > 0} />}
      <details class="more">
        <summary>{wallet.unlock.lost}</summary>
        <div class="stack"><p>{wallet.unlock.lostHelp}</p><p><a href="/restore">{wallet.unlock.restore}</a></p></div>
      </details>
    </div>
  )
}

function UnlockWithDevice({ wrap }: { readonly wrap: PasskeyWrap }): VNode {
  const [fault, setFault] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const open = async (): Promise<void> => {
    setBusy(true)
    setFault(undefined)
    try {
      await unlockWithPasskey(wrap)
    } catch (thrown) {
      setFault(codeOf(thrown) === 'browser/passkey-cancelled' ? wallet.unlock.cancelled : wallet.unlock.prfMissing)
      setBusy(false)
    }
  }
  return (
    <>
      {fault !== undefined && <Notice kind="care" isLive><p>{fault}</p></Notice>}
      <Button kind="main" icon="lock" class="button-wide button-large" busy={isBusy && wallet.working} onPress={() => void open()}>{wallet.unlock.device}</Button>
    </>
  )
}

function UnlockWithPassphrase({ wraps, isSecond }: { readonly wraps: readonly PassphraseWrap[]; readonly isSecond: boolean }): VNode {
  const [passphrase, setPassphrase] = useState('')
  const [fault, setFault] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const open = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (isBusy) return
    setBusy(true)
    setFault(undefined)
    try {
      await unlockWithPassphrase(wraps, passphrase)
    } catch {
      setFault(wallet.unlock.wrong)
      setBusy(false)
    }
  }
  return (
    <form class="stack" onSubmit={(event) => void open(event)} noValidate>
      {isSecond && <h2>{wallet.unlock.or}</h2>}
      <TextField label={wallet.unlock.passphrase} fault={fault} value={passphrase} onValue={setPassphrase} type="password" autoComplete="current-password" max={1000} />
      <Button type="submit" kind={isSecond ? 'plain' : 'main'} class="button-wide" busy={isBusy && wallet.working}>{wallet.unlock.open}</Button>
    </form>
  )
}
