import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { findingOf } from 'everlearned/verifier'
import type { Judgement } from '../judge.ts'
import { verifyPerson as words } from '../messages/verify-person.ts'
import { Button, ButtonLink } from './button.tsx'
import { TextField } from './field.tsx'
import { Notice } from './notice.tsx'

/** Holds records against the address of whoever brought them; and where they are about it, a way to see who reads its mail. */
export function PersonCheck({ judgement, onPerson }: { readonly judgement: Judgement; readonly onPerson: (email: string) => void }): VNode {
  const { holder, verdict: { reports } } = judgement
  const [email, setEmail] = useState(holder ?? '')
  const [fault, setFault] = useState<string>()
  const submit = (event: Event): void => {
    event.preventDefault()
    const isAddress = /^[^\s@]+@[^\s@]+$/.test(email.trim())
    setFault(isAddress ? undefined : words.emailMissing)
    if (isAddress) onPerson(email.trim())
  }
  const outcomes = reports.map((report) => findingOf(report, 'holder-binding').outcome)
  const outcome = outcomes.includes('failed') ? 'failed' : outcomes.every((each) => each === 'passed') ? 'passed' : 'unknown'
  return (
    <details class="more no-print" open={holder !== undefined}>
      <summary>{words.summary}</summary>
      <div class="stack stack-loose">
        <form class="stack" onSubmit={submit} noValidate>
          <p>{words.text}</p>
          {holder !== undefined && <Notice kind={outcome === 'passed' ? 'info' : 'care'} isLive><p>{words.outcomes[outcome](holder)}</p></Notice>}
          <TextField label={words.email} hint={words.emailHint} value={email} onValue={setEmail} type="email" max={254} fault={fault} />
          <div><Button type="submit">{words.compare}</Button></div>
        </form>
        {holder !== undefined && outcome === 'passed' && <Mailbox address={holder} />}
      </div>
    </details>
  )
}

/** The code goes by the reader's own mail: no node learns whose record is looked at. */
function Mailbox({ address }: { readonly address: string }): VNode {
  const [code] = useState(makeCode)
  const href = `mailto:${encodeURIComponent(address)}?subject=${encodeURIComponent(words.subject)}&body=${encodeURIComponent(words.body(code).replaceAll(/[\u2068\u2069]/g, ''))}`
  return (
    <div class="stack">
      <h3>{words.mailbox}</h3>
      <p>{words.mailboxText}</p>
      <p>{words.code} <strong class="code">{code}</strong></p>
      <div><ButtonLink href={href} icon="mail">{words.write}</ButtonLink></div>
      <p class="quiet">{words.mailboxGone}</p>
    </div>
  )
}

function makeCode(): string {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1))
  return String(number % 1_000_000).padStart(6, '0')
}
