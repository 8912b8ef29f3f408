import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { canUsePasskeyPrf } from 'everlearned/browser'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatDay } from '../../locale.ts'
import { wallet } from '../../messages/wallet.ts'
import { walletSettings as words } from '../../messages/wallet-settings.ts'
import { addPasskey, addPassphrase, type OpenSession, removeWayIn } from '../session.ts'
import { codeOf } from './code-of.ts'
import { PassphraseForm } from './passphrase-form.tsx'

/** The ways to open this wallet: at least one, as many as one likes. */
export function UnlockPart({ session }: { readonly session: OpenSession }): VNode {
  const { wraps } = session
  const passphrases = wraps.filter(({ method }) => method === 'passphrase')
  const [canAddDevice, setCanAddDevice] = useState(false)
  const [isTyping, setTyping] = useState(false)
  const [notice, setNotice] = useState<string>()
  useEffect(() => { void canUsePasskeyPrf().then(setCanAddDevice) }, [])
  const addDevice = async (): Promise<void> => {
    try {
      await addPasskey(wallet.make.devicePasskeyName)
      setNotice(words.methodAdded)
    } catch (thrown) {
      setNotice(codeOf(thrown) === 'browser/prf-missing' ? wallet.make.prfMissing : wallet.make.cancelled)
    }
  }
  const save = async (passphrase: string): Promise<void> => {
    await addPassphrase(passphrase, passphrases)
    setTyping(false)
    setNotice(words.methodAdded)
  }
  return (
    <section class="stack">
      <h2>{words.unlockHeading}</h2>
      {notice !== undefined && <Notice isLive><p>{notice}</p></Notice>}
      <ul class="ways">
        {wraps.map((wrap) => (
          <li key={wrap.id}>
            <span>{wrap.method === 'passkey' ? words.unlockDevice : words.unlockPassphrase} <span class="quiet">{words.since(formatDay(wrap.createdAt))}</span></span>
            {wraps.length > 1 && <Button onPress={() => void removeWayIn(wrap.id).then(() => setNotice(words.methodRemoved))}>{words.removeMethod}</Button>}
          </li>
        ))}
      </ul>
      {isTyping ? <PassphraseForm label={wallet.make.passphraseLabel} act={words.savePassphrase} isMain={false} onPassphrase={save} /> : (
        <div class="buttons">
          {canAddDevice && <Button icon="lock" onPress={() => void addDevice()}>{words.addDevice}</Button>}
          <Button icon="key" onPress={() => setTyping(true)}>{passphrases.length === 0 ? words.addPassphrase : words.changePassphrase}</Button>
        </div>
      )}
    </section>
  )
}
