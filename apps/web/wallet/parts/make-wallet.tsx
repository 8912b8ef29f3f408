import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { canUsePasskeyPrf } from 'everlearned/browser'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { wallet } from '../../messages/wallet.ts'
import { makeWithPasskey, makeWithPassphrase } from '../session.ts'
import { codeOf } from './code-of.ts'
import { PassphraseForm } from './passphrase-form.tsx'

/** Makes a wallet: with the device's own lock where it can protect one, otherwise with a passphrase. */
export function MakeWallet(): VNode {
  const [way, setWay] = useState<'asking' | 'choice' | 'passphrase'>('asking')
  const [fault, setFault] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  useEffect(() => { void canUsePasskeyPrf().then((can) => setWay(can ? 'choice' : 'passphrase')) }, [])
  const useDevice = async (): Promise<void> => {
    setBusy(true)
    setFault(undefined)
    try {
      await makeWithPasskey(wallet.make.devicePasskeyName)
    } catch (thrown) {
      const isMissing = codeOf(thrown) === 'browser/prf-missing'
      setFault(isMissing ? wallet.make.prfMissing : wallet.make.cancelled)
      if (isMissing) setWay('passphrase')
      setBusy(false)
    }
  }
  if (way === 'asking') return <p class="quiet" role="status">{wallet.working}</p>
  return (
    <div class="stack">
      {fault !== undefined && <Notice kind="care" isLive><p>{fault}</p></Notice>}
      {way === 'choice' ? (
        <section class="stack" aria-labelledby="make-heading">
          <h2 id="make-heading">{wallet.make.heading}</h2>
          <p>{wallet.make.deviceHint}</p>
          <Button kind="main" icon="lock" class="button-wide button-large" busy={isBusy && wallet.working} onPress={() => void useDevice()}>{wallet.make.devicePrompt}</Button>
          <Button class="button-wide" icon="key" onPress={() => setWay('passphrase')}>{wallet.make.passphraseInstead}</Button>
        </section>
      ) : (
        <section class="stack" aria-labelledby="make-heading">
          <h2 id="make-heading">{wallet.make.passphraseHeading}</h2>
          <p>{wallet.make.warning}</p>
          <PassphraseForm label={wallet.make.passphraseLabel} act={wallet.make.done} onPassphrase={makeWithPassphrase} />
        </section>
      )}
      <p class="quiet">{wallet.make.shared} <Button kind="link" onPress={() => void import('../run-kiosk.ts').then(({ beginKiosk }) => beginKiosk())}>{wallet.make.sharedAct}</Button></p>
    </div>
  )
}
