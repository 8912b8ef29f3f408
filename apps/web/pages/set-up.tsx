import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { Button, ButtonLink } from '../components/button.tsx'
import { FaultSummary, type Fault } from '../components/fault-summary.tsx'
import { TextField } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import { ProblemNotice } from '../components/problem-notice.tsx'
import { Page } from '../components/page.tsx'
import { SectorField } from '../components/sector-field.tsx'
import { UnlockFields, unlockFault, type UnlockMethod } from '../components/unlock-fields.tsx'
import { setUp as words, signIn } from '../messages/sign-in.ts'
import type { Sector } from '../network-api.ts'
import { isPasskeyCancelled, setUpWithPasskey, setUpWithPassphrase, type SetUp } from '../node-api.ts'
import { loadNode, loadSession, node } from '../session.ts'
import { useSend } from '../use-send.ts'

/** The first start: makes the owner and the first organisation. The token is in the fragment, which no server and no log sees. */
export default function SetUpPage(): VNode {
  if (node.value?.isSetUp === true) {
    return <Page title={words.doneTitle} lede={words.doneLede}><div><ButtonLink href="/login" kind="main">{signIn.act}</ButtonLink></div></Page>
  }
  const token = location.hash.slice(1)
  return (
    <Page title={words.title} lede={words.lede}>
      {token === '' ? <Notice kind="fault" title={words.noToken}><p>{words.noTokenNext}</p></Notice> : <SetUpForm token={token} />}
    </Page>
  )
}

function SetUpForm({ token }: { readonly token: string }): VNode {
  const { route } = useLocation()
  const [typed, setTyped] = useState({ displayName: '', loginName: '', organisationName: '', organisationUrl: '', passphrase: '' })
  const [sector, setSector] = useState<Sector>('education')
  const [method, setMethod] = useState<UnlockMethod>()
  const [faults, setFaults] = useState<readonly Fault[]>([])
  const [isPasskeyStopped, setPasskeyStopped] = useState(false)
  const sending = useSend()

  const field = (name: keyof typeof typed): { readonly id: string, readonly value: string, readonly onValue: (value: string) => void, readonly fault: string | undefined } => ({
    id: name,
    value: typed[name],
    onValue: (value) => setTyped((last) => ({ ...last, [name]: value })),
    fault: faults.find((fault) => fault.field === name)?.message,
  })
  const submit = (event: Event): void => {
    event.preventDefault()
    const found = faultsOf(typed, method)
    setFaults(found)
    setPasskeyStopped(false)
    if (found.length > 0) return
    void sending.send(async () => {
      const url = typed.organisationUrl.trim()
      const setUp: SetUp = {
        token, displayName: typed.displayName.trim(), loginName: typed.loginName.trim(),
        organisation: { name: typed.organisationName.trim(), sector, ...(url === '' ? {} : { url }) },
      }
      try {
        await (method === 'passkey' ? setUpWithPasskey(setUp) : setUpWithPassphrase(setUp, typed.passphrase))
      } catch (thrown) {
        if (!isPasskeyCancelled(thrown)) throw thrown
        setPasskeyStopped(true)
        return
      }
      await Promise.all([loadSession(), loadNode()])
      route('/console', true)
    })
  }

  return (
    <form class="stack stack-loose" onSubmit={submit} noValidate>
      <FaultSummary faults={faults} />
      {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
      {isPasskeyStopped && <Notice kind="fault" title={words.passkeyStopped}><p>{words.passkeyStoppedNext}</p></Notice>}
      <section class="stack">
        <h2>{words.youTitle}</h2>
        <TextField {...field('displayName')} label={words.displayName} hint={words.displayNameHint} autoComplete="name" />
        <TextField {...field('loginName')} label={words.loginName} hint={words.loginNameHint} autoComplete="username" />
      </section>
      <section class="stack">
        <h2>{words.organisationTitle}</h2>
        <TextField {...field('organisationName')} label={words.organisationName} hint={words.organisationNameHint} autoComplete="organization" />
        <TextField {...field('organisationUrl')} label={words.organisationUrl} type="url" autoComplete="url" isOptional />
        <SectorField value={sector} onValue={setSector} />
      </section>
      <UnlockFields method={method} onMethod={setMethod} passphrase={typed.passphrase} onPassphrase={field('passphrase').onValue} fault={field('passphrase').fault} />
      <div><Button type="submit" kind="main" class="button-large" busy={sending.isBusy && words.busy}>{words.act}</Button></div>
    </form>
  )
}

function faultsOf(typed: Readonly<Record<'displayName' | 'loginName' | 'organisationName' | 'organisationUrl' | 'passphrase', string>>, method: UnlockMethod | undefined): readonly Fault[] {
  const url = typed.organisationUrl.trim()
  const unlock = unlockFault(method, typed.passphrase)
  const faults: (Fault | false)[] = [
    typed.displayName.trim() === '' && { field: 'displayName', message: words.needDisplayName },
    !/^[a-z0-9][a-z0-9._-]{1,62}$/.test(typed.loginName.trim()) && { field: 'loginName', message: words.needLoginName },
    typed.organisationName.trim() === '' && { field: 'organisationName', message: words.needOrganisationName },
    url !== '' && !/^https?:\/\/[^\s/]+/.test(url) && { field: 'organisationUrl', message: words.badUrl },
    unlock !== undefined && { field: 'passphrase', message: unlock },
  ]
  return faults.filter((fault) => fault !== false)
}
