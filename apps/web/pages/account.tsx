import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { addPasskey, changePassphrase, fetchAccount, removePasskey, signOutEverywhere, type Account, type Passkey } from '../account-api.ts'
import { Button } from '../components/button.tsx'
import { Loaded } from '../components/loaded.tsx'
import { Notice } from '../components/notice.tsx'
import { ProblemNotice } from '../components/problem-notice.tsx'
import { Page } from '../components/page.tsx'
import { ProvenDialog } from '../components/proven-dialog.tsx'
import { NewPassphraseField, unlockFault } from '../components/unlock-fields.tsx'
import { formatMoment } from '../locale.ts'
import { account as words } from '../messages/account.ts'
import { desk } from '../messages/console.ts'
import { signIn } from '../messages/sign-in.ts'
import { canKeepPasskey } from '../node-api.ts'
import { loadSession, session } from '../session.ts'
import { useLoaded, type Loading } from '../use-loaded.ts'
import { useSend } from '../use-send.ts'

/** One's own account: how one signs in, and where one is signed in. */
export default function AccountPage(): VNode {
  const { route } = useLocation()
  const account = useLoaded((signal) => Promise.all([fetchAccount(signal), loadSession()]).then(([own]) => own), [])
  useEffect(() => { if (account.problem?.code === 'access/login-required') route('/login?next=%2Faccount', true) }, [account.problem])
  return (
    <Page title={words.title} crumbs={[{ href: '/console', label: desk.menu }]}>
      <Loaded of={account}>
        {(own) => (
          <>
            <dl class="facts card"><div><dt>{words.name}</dt><dd class="strong">{own.displayName}</dd></div><div><dt>{signIn.loginName}</dt><dd>{own.loginName}</dd></div></dl>
            <Passkeys own={own} reload={account.reload} />
            <Passphrase own={own} reload={account.reload} />
            <Everywhere />
          </>
        )}
      </Loaded>
    </Page>
  )
}

interface OwnProps { readonly own: Account, readonly reload: Loading<Account>['reload'] }

function Passphrase({ own, reload }: OwnProps): VNode {
  const [isOpen, setOpen] = useState(false)
  const [isDone, setDone] = useState(false)
  return (
    <section class="stack">
      <h2>{words.passphraseTitle}</h2>
      {isDone && <Notice title={words.passphraseDone} isLive><p>{words.passphraseDoneNext}</p></Notice>}
      <p>{own.hasPassphrase ? words.passphraseText : words.passphraseNone}</p>
      <div><Button onPress={() => { setDone(false); setOpen(true) }}>{own.hasPassphrase ? words.passphraseChange : words.passphraseSet}</Button></div>
      {isOpen && <PassphraseDialog own={own} onClose={() => setOpen(false)} onDone={() => { setOpen(false); setDone(true); reload() }} />}
    </section>
  )
}

function PassphraseDialog({ own, onClose, onDone }: { readonly own: Account, readonly onClose: () => void, readonly onDone: () => void }): VNode {
  const [typed, setTyped] = useState('')
  const [fault, setFault] = useState<string>()
  return (
    <ProvenDialog own={own} title={words.passphraseTitle} act={words.passphraseSave} onClose={onClose} isReady={() => {
      const found = unlockFault('passphrase', typed)
      setFault(found)
      return found === undefined
    }} onProven={(proof) => changePassphrase(proof, typed).then(onDone)}>
      <NewPassphraseField id="new-passphrase" label={words.passphraseNew} value={typed} onValue={setTyped} fault={fault} />
      <p>{words.passphraseEnds}</p>
    </ProvenDialog>
  )
}

function Passkeys({ own, reload }: OwnProps): VNode {
  const [canKeep, setCanKeep] = useState(false)
  const [open, setOpen] = useState<'add' | Passkey>()
  useEffect(() => void canKeepPasskey().then(setCanKeep), [])
  const close = (): void => { setOpen(undefined); reload() }
  return (
    <section class="stack">
      <h2>{words.passkeysTitle}</h2>
      <p>{words.passkeysText}</p>
      {own.passkeys.length === 0 ? <p class="quiet">{words.passkeysEmpty}</p> : <PasskeyTable passkeys={own.passkeys} onRemove={setOpen} />}
      <div>{canKeep ? <Button icon="key" onPress={() => setOpen('add')}>{words.passkeyAdd}</Button> : <p class="quiet">{words.passkeyMissing}</p>}</div>
      {open === 'add' && <ProvenDialog own={own} title={words.passkeyAdd} act={words.passkeyMake} onClose={() => setOpen(undefined)} onProven={(proof) => addPasskey(proof).then(close)}><p>{words.passkeyAddText}</p></ProvenDialog>}
      {open !== undefined && open !== 'add' && (
        <ProvenDialog own={own} title={words.passkeyRemove} act={words.passkeyRemoveAct} isDanger onClose={() => setOpen(undefined)} onProven={(proof) => removePasskey(proof, open.id).then(close)}>
          <p>{words.passkeyRemoveText(formatMoment(open.createdAt))}</p>
        </ProvenDialog>
      )}
    </section>
  )
}

function PasskeyTable({ passkeys, onRemove }: { readonly passkeys: readonly Passkey[], readonly onRemove: (passkey: Passkey) => void }): VNode {
  return (
    <div class="table-wrap">
      <table class="table table-cards">
        <caption class="hidden-text">{words.passkeysTitle}</caption>
        <thead><tr><th scope="col">{words.passkey}</th><th scope="col">{words.used}</th><th scope="col"><span class="hidden-text">{words.act}</span></th></tr></thead>
        <tbody>
          {passkeys.map((passkey) => (
            <tr key={passkey.id}>
              <th scope="row">{words.addedOn(formatMoment(passkey.createdAt))}</th>
              <td data-label={words.used}>{passkey.lastUsedAt === null ? words.notUsed : formatMoment(passkey.lastUsedAt)}</td>
              <td><Button kind="danger" onPress={() => onRemove(passkey)}>{words.remove}<span class="hidden-text"> ({formatMoment(passkey.createdAt)})</span></Button></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Everywhere(): VNode {
  const { route } = useLocation()
  const sending = useSend()
  const leave = (): void => void sending.send(async () => {
    await signOutEverywhere()
    route('/')
    session.value = null
  })
  return (
    <section class="stack">
      <h2>{words.everywhereTitle}</h2>
      {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
      <p>{words.everywhereText}</p>
      <div><Button kind="danger" busy={sending.isBusy && words.busy} onPress={leave}>{words.everywhere}</Button></div>
    </section>
  )
}
