import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../../components/button.tsx'
import { CopyLine } from '../../components/copy-line.tsx'
import { TextField } from '../../components/field.tsx'
import { Notice } from '../../components/notice.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { invite, type NewInvitation } from '../../issuer-api.ts'
import { formatMoment } from '../../locale.ts'
import { colleagues as words } from '../../messages/colleagues.ts'
import { explainMail } from '../../messages/mail.ts'
import { node } from '../../session.ts'
import { useSend } from '../../use-send.ts'
import { useOrganisation } from './organisation.ts'

/** Makes an invitation and shows its link, this once. */
export function InviteForm({ onMade }: { readonly onMade: () => void }): VNode {
  const { id } = useOrganisation()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [faults, setFaults] = useState<{ readonly name?: string, readonly email?: string }>({})
  const [made, setMade] = useState<NewInvitation & { readonly name: string }>()
  const sending = useSend()
  const make = (event: Event): void => {
    event.preventDefault()
    const found = {
      ...(name.trim() === '' ? { name: words.needName } : {}),
      ...(email.trim() !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim()) ? { email: words.badEmail } : {}),
    }
    setFaults(found)
    if (Object.keys(found).length > 0) return
    void sending.send(async () => {
      setMade({ ...await invite(id, { name: name.trim(), ...(email.trim() === '' ? {} : { email: email.trim() }) }), name: name.trim() })
      setName('')
      setEmail('')
      onMade()
    })
  }
  const through = node.value?.mailsThrough ?? 'outbox'
  return (
    <section class="stack column">
      <h2>{words.inviteTitle}</h2>
      {made === undefined ? (
        <form class="stack" onSubmit={make} noValidate>
          <p>{words.inviteText}</p>
          {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
          <TextField label={words.inviteName} hint={words.inviteNameHint} value={name} onValue={setName} fault={faults.name} max={120} />
          <TextField label={words.inviteEmail} hint={words.inviteEmailHint[through]} value={email} onValue={setEmail} type="email" isOptional fault={faults.email} max={254} />
          <div><Button type="submit" icon="plus" busy={sending.isBusy && words.inviting}>{words.inviteAct}</Button></div>
        </form>
      ) : (
        <Notice kind="care" title={words.madeTitle} isLive>
          <p>{words.madeText(formatMoment(made.expiresAt))}</p>
          {made.mail === 'sent' && <p>{through === 'smtp' ? words.mailed : words.toOutbox}</p>}
          {made.mail === 'failed' && <p>{words.notMailed(explainMail(made.mailFailure ?? ''))}</p>}
          <CopyLine label={words.link(made.name)} text={made.link} />
          <div><Button onPress={() => setMade(undefined)}>{words.done}</Button></div>
        </Notice>
      )}
    </section>
  )
}
