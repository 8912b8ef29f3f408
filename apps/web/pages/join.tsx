import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { joinWithPasskey, joinWithPassphrase, joinWithSession, lookAtInvitation, type InvitationOffer } from '../account-api.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { FaultSummary, type Fault } from '../components/fault-summary.tsx'
import { RadioField, TextField } from '../components/field.tsx'
import { Loaded } from '../components/loaded.tsx'
import { Notice } from '../components/notice.tsx'
import { ProblemNotice } from '../components/problem-notice.tsx'
import { Page } from '../components/page.tsx'
import { SignInForm } from '../components/sign-in-form.tsx'
import { UnlockFields, unlockFault, type UnlockMethod } from '../components/unlock-fields.tsx'
import { join as words } from '../messages/colleagues.ts'
import { setUp, signIn } from '../messages/sign-in.ts'
import { isPasskeyCancelled, signOut, type Session } from '../node-api.ts'
import { loadSession, session } from '../session.ts'
import { useLoaded } from '../use-loaded.ts'
import { useSend } from '../use-send.ts'

/** Where an invitation leads. The token is in the fragment, which no server and no log sees. */
export default function Join(): VNode {
  const token = location.hash.slice(1)
  if (token === '') return <Page title={words.title}><Notice kind="fault" title={words.noToken}><p>{words.noTokenNext}</p></Notice></Page>
  return <Invited token={token} />
}

function Invited({ token }: { readonly token: string }): VNode {
  const asked = useLoaded(() => Promise.all([lookAtInvitation(token), loadSession()]).then(([offer]) => offer), [token])
  return (
    <Page title={asked.value === undefined ? words.title : words.titleOf(asked.value.organisation)} lede={asked.value === undefined ? undefined : words.lede}>
      {asked.problem?.code === 'invitation/token-invalid' ? <ProblemNotice problem={asked.problem}><div><ButtonLink href="/console">{words.toDesk}</ButtonLink></div></ProblemNotice> : <Loaded of={asked}>{(offer) => (session.value === undefined || session.value === null ? <Stranger token={token} /> : <SignedIn token={token} who={session.value} offer={offer} />)}</Loaded>}
    </Page>
  )
}

/** Opens the desk that was joined: the one that was not there before. */
function useOpenDesk(): (before: Session | null | undefined) => Promise<void> {
  const { route } = useLocation()
  return async (before) => {
    await loadSession()
    const known = new Set(before?.organisations.map(({ id }) => id))
    const joined = session.value?.organisations.find(({ id }) => !known.has(id)) ?? session.value?.organisations[0]
    route(joined === undefined ? '/console' : `/console/${joined.slug}`, true)
  }
}

function SignedIn({ token, who, offer }: { readonly token: string, readonly who: Session, readonly offer: InvitationOffer }): VNode {
  const openDesk = useOpenDesk()
  const sending = useSend()
  const join = (): void => void sending.send(async () => {
    await joinWithSession(token)
    await openDesk(who)
  })
  const leave = (): void => void sending.send(async () => {
    await signOut()
    session.value = null
  })
  return (
    <section class="stack">
      {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
      <p>{words.signedInAs(who.account.displayName)}</p>
      <div class="button-row">
        <Button kind="main" class="button-large" busy={sending.isBusy && words.joining} onPress={join}>{words.joinAs(offer.organisation)}</Button>
        <Button onPress={leave}>{words.notYou}</Button>
      </div>
    </section>
  )
}

function Stranger({ token }: { readonly token: string }): VNode {
  const [who, setWho] = useState<'new' | 'known'>('new')
  return (
    <>
      <RadioField name="who" label={words.whoTitle} value={who} onValue={setWho} choices={[{ value: 'new', label: words.isNew, hint: words.isNewHint }, { value: 'known', label: words.isKnown, hint: words.isKnownHint }]} />
      {who === 'new' ? <NewAccountForm token={token} /> : <SignInForm onEntered={loadSession} />}
    </>
  )
}

function NewAccountForm({ token }: { readonly token: string }): VNode {
  const openDesk = useOpenDesk()
  const [typed, setTyped] = useState({ displayName: '', loginName: '', passphrase: '' })
  const [method, setMethod] = useState<UnlockMethod>()
  const [faults, setFaults] = useState<readonly Fault[]>([])
  const [isPasskeyStopped, setPasskeyStopped] = useState(false)
  const sending = useSend()
  useEffect(() => setFaults([]), [method])
  const field = (name: keyof typeof typed) => ({
    id: name, value: typed[name], onValue: (value: string) => setTyped((last) => ({ ...last, [name]: value })), fault: faults.find((fault) => fault.field === name)?.message,
  })
  const submit = (event: Event): void => {
    event.preventDefault()
    const found = faultsOf(typed, method)
    setFaults(found)
    setPasskeyStopped(false)
    if (found.length > 0) return
    void sending.send(async () => {
      const newcomer = { token, displayName: typed.displayName.trim(), loginName: typed.loginName.trim() }
      try {
        await (method === 'passkey' ? joinWithPasskey(newcomer) : joinWithPassphrase(newcomer, typed.passphrase))
      } catch (thrown) {
        if (!isPasskeyCancelled(thrown)) throw thrown
        setPasskeyStopped(true)
        return
      }
      await openDesk(null)
    })
  }
  return (
    <form class="stack stack-loose" onSubmit={submit} noValidate>
      <FaultSummary faults={faults} />
      {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
      {isPasskeyStopped && <Notice kind="fault" title={setUp.passkeyStopped}><p>{signIn.passkeyStoppedNext}</p></Notice>}
      <section class="stack">
        <h2>{setUp.youTitle}</h2>
        <TextField {...field('displayName')} label={setUp.displayName} hint={setUp.displayNameHint} autoComplete="name" />
        <TextField {...field('loginName')} label={setUp.loginName} hint={setUp.loginNameHint} autoComplete="username" />
      </section>
      <UnlockFields method={method} onMethod={setMethod} passphrase={typed.passphrase} onPassphrase={field('passphrase').onValue} fault={field('passphrase').fault} />
      <div><Button type="submit" kind="main" class="button-large" busy={sending.isBusy && words.joining}>{words.join}</Button></div>
    </form>
  )
}

function faultsOf(typed: { readonly displayName: string, readonly loginName: string, readonly passphrase: string }, method: UnlockMethod | undefined): readonly Fault[] {
  const unlock = unlockFault(method, typed.passphrase)
  const faults: (Fault | false)[] = [
    typed.displayName.trim() === '' && { field: 'displayName', message: setUp.needDisplayName },
    !/^[a-z0-9][a-z0-9._-]{1,62}$/.test(typed.loginName.trim()) && { field: 'loginName', message: setUp.needLoginName },
    unlock !== undefined && { field: 'passphrase', message: unlock },
  ]
  return faults.filter((fault) => fault !== false)
}
