import type { VNode } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { sendCode } from '../../attestation-api.ts'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { language } from '../../messages/words.ts'
import { vouch as words } from '../../messages/vouch.ts'
import { useSend } from '../../use-send.ts'
import { OrganisationPart } from './organisation-part.tsx'
import type { NewKey, OpenRequest, Signed } from './sign-words.ts'
import { type TypedWords, wordsToSign } from './words-step.tsx'

interface ConfirmStepProps {
  readonly request: OpenRequest
  readonly typed: TypedWords
  readonly onBack: () => void
  readonly onSigned: (signed: Signed) => void
}

/** Reaches whoever answers at an address of theirs, says what signing means, and signs in this browser. */
export function ConfirmStep({ request, typed, onBack, onSigned }: ConfirmStepProps): VNode {
  const [address, setAddress] = useState('')
  const [sentTo, setSentTo] = useState<string>()
  const [code, setCode] = useState('')
  const [fault, setFault] = useState<'address' | 'code'>()
  // A code that was taken is not asked for again when what comes after it fails.
  const confirmed = useRef<NewKey>()
  const { isBusy, problem, send } = useSend()
  const { asker, shown } = request.asked
  const askForCode = (): void => {
    const isAddress = /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address.trim())
    setFault(isAddress ? undefined : 'address')
    if (!isAddress) return document.getElementById('vouch-address')?.focus()
    void send(async () => {
      await sendCode(request, address.trim(), language())
      setSentTo(address.trim())
      setCode('')
    })
  }
  const sign = (): void => {
    const digits = code.replaceAll(/\D/g, '')
    setFault(digits.length === 6 || confirmed.current !== undefined ? undefined : 'code')
    if (digits.length !== 6 && confirmed.current === undefined) return document.getElementById('vouch-code')?.focus()
    void send(async () => {
      const { confirmWithKey, signAndSend } = await import('./sign-words.ts')
      confirmed.current ??= await confirmWithKey(request, digits)
      onSigned(await signAndSend(request, { ...wordsToSign(typed, shown), name: typed.name.trim() }, confirmed.current))
    })
  }
  const submit = (event: Event): void => {
    event.preventDefault()
    if (sentTo === undefined) askForCode()
    else sign()
  }
  return (
    <Page key="confirm" title={words.confirmHeading}>
      <form class="stack stack-loose" onSubmit={submit} noValidate>
        {sentTo === undefined
          ? <TextField id="vouch-address" type="email" label={words.address} hint={words.addressHint} value={address} max={254} autoComplete="email" fault={fault === 'address' ? words.faults.address : undefined} onValue={setAddress} />
          : (
            <>
              <p role="status">{words.sent(sentTo)}</p>
              <TextField id="vouch-code" type="number" label={words.code} isShort value={code} max={10} autoComplete="one-time-code" fault={fault === 'code' ? words.faults.code : undefined} onValue={setCode} />
              <section class="stack stack-tight"><h2>{words.meaning}</h2><p>{words.meanings(asker)}</p></section>
            </>
          )}
        {problem !== undefined && <ProblemNotice problem={problem} />}
        <div class="stack">
          <Button type="submit" kind="main" class="button-wide button-large" busy={isBusy && words.working}>{sentTo === undefined ? words.send : words.sign}</Button>
          <div class="button-row">
            {sentTo !== undefined && <Button onPress={() => setSentTo(undefined)}>{words.again}</Button>}
            <Button onPress={onBack}>{words.back}</Button>
          </div>
        </div>
      </form>
      <OrganisationPart request={request} words={wordsToSign(typed, shown)} onSigned={onSigned} />
    </Page>
  )
}
