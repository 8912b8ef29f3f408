import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../components/button.tsx'
import { CopyButton } from '../components/copy-line.tsx'
import { CheckField, TextArea, TextField } from '../components/field.tsx'
import { ProblemNotice } from '../components/problem-notice.tsx'
import { downloadFile, fileNameOf } from '../download-file.ts'
import { takeClaimFile } from '../exchange-api.ts'
import { claimFile as words } from '../messages/claim-file.ts'
import { useSend } from '../use-send.ts'

interface ClaimFileProps {
  readonly token: string
  /** What the record is of: the file is named after it. */
  readonly name: string
  readonly needsCode: boolean
}

/** Gives a record as a file and as text, to whoever has the link and knows the address that it was sent to. */
export default function ClaimFile({ token, name, needsCode }: ClaimFileProps): VNode {
  const [email, setEmail] = useState('')
  const [code, setCode] = useState('')
  const [isHashed, setHashed] = useState(false)
  const [isChecked, setChecked] = useState(false)
  const [text, setText] = useState<string>()
  const sending = useSend()
  const submit = (event: Event): void => {
    event.preventDefault()
    setChecked(true)
    if (!email.includes('@') || (needsCode && code.trim() === '')) return
    void sending.send(async () => setText(await takeClaimFile(token, { email: email.trim(), isHashed, ...(needsCode ? { code } : {}) })))
  }
  if (text !== undefined) return <Ready text={text} name={name} />
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <p>{words.text}</p>
      {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
      <TextField label={words.email} hint={words.emailHint} value={email} onValue={setEmail} type="email" autoComplete="email" max={254} fault={isChecked && !email.includes('@') ? words.emailMissing : undefined} />
      {needsCode && <TextField label={words.code} value={code} onValue={setCode} type="number" autoComplete="one-time-code" isShort max={12} fault={isChecked && code.trim() === '' ? words.codeMissing : undefined} />}
      <CheckField label={words.hashed} hint={words.hashedHint} isChecked={isHashed} onChange={setHashed} />
      <div><Button type="submit" busy={sending.isBusy && words.getting}>{words.get}</Button></div>
    </form>
  )
}

/** The very bytes that the node verified before it gave them, twice. */
function Ready({ text, name }: { readonly text: string, readonly name: string }): VNode {
  return (
    <div class="stack" aria-live="polite">
      <h2>{words.ready}</h2>
      <p>{words.readyText}</p>
      <p class="quiet">{words.untilTaken}</p>
      <div class="button-row">
        <Button kind="main" icon="download" onPress={() => downloadFile(`${fileNameOf(name)}.json`, text, 'application/json')}>{words.download}</Button>
        <CopyButton text={text} label={words.copy} />
      </div>
      <TextArea label={words.whole} value={text} onValue={() => undefined} isReadOnly rows={6} />
    </div>
  )
}
