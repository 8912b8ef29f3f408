import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { signIn } from '../messages/sign-in.ts'
import { isPasskeyCancelled, signInWithPasskey, signInWithPassphrase } from '../node-api.ts'
import { useSend } from '../use-send.ts'
import { Button } from './button.tsx'
import { FaultSummary, type Fault } from './fault-summary.tsx'
import { TextField } from './field.tsx'
import { Notice } from './notice.tsx'
import { ProblemNotice } from './problem-notice.tsx'

/** Signs a person in, with a passkey or a passphrase; `onEntered` goes on from there. */
export function SignInForm({ onEntered }: { readonly onEntered: () => Promise<void> }): VNode {
  const [loginName, setLoginName] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const [faults, setFaults] = useState<readonly Fault[]>([])
  const [isPasskeyStopped, setPasskeyStopped] = useState(false)
  const sending = useSend()
  const faultOf = (field: string): string | undefined => faults.find((fault) => fault.field === field)?.message

  const enter = async (open: () => Promise<void>): Promise<void> => {
    setPasskeyStopped(false)
    await open()
    await onEntered()
  }
  const withPasskey = (): void => void sending.send(async () => {
    try {
      await enter(signInWithPasskey)
    } catch (thrown) {
      if (!isPasskeyCancelled(thrown)) throw thrown
      setPasskeyStopped(true)
    }
  })
  const withPassphrase = (event: Event): void => {
    event.preventDefault()
    const found = [
      ...(loginName.trim() === '' ? [{ field: 'loginName', message: signIn.needName }] : []),
      ...(passphrase === '' ? [{ field: 'passphrase', message: signIn.needPassphrase }] : []),
    ]
    setFaults(found)
    if (found.length === 0) void sending.send(() => enter(() => signInWithPassphrase(loginName.trim(), passphrase)))
  }

  return (
    <>
      {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
      {isPasskeyStopped && <Notice kind="fault" title={signIn.passkeyStopped}><p>{signIn.passkeyStoppedNext}</p></Notice>}
      <FaultSummary faults={faults} />
      {'PublicKeyCredential' in window && (
        <section class="stack stack-tight">
          <div><Button kind="main" icon="key" onPress={withPasskey} busy={sending.isBusy && signIn.busy}>{signIn.passkeyAct}</Button></div>
          <p class="quiet small">{signIn.passkeyHint}</p>
        </section>
      )}
      <form class="card stack" onSubmit={withPassphrase} noValidate>
        <TextField id="loginName" label={signIn.loginName} value={loginName} onValue={setLoginName} autoComplete="username" fault={faultOf('loginName')} />
        <TextField id="passphrase" label={signIn.passphrase} value={passphrase} onValue={setPassphrase} type="password" autoComplete="current-password" fault={faultOf('passphrase')} />
        <div><Button type="submit" busy={sending.isBusy && signIn.busy}>{signIn.act}</Button></div>
      </form>
    </>
  )
}
