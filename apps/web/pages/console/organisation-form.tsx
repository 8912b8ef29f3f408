import type { ComponentChildren, VNode } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../../components/button.tsx'
import { FaultSummary, type Fault } from '../../components/fault-summary.tsx'
import { TextField } from '../../components/field.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { SectorField } from '../../components/sector-field.tsx'
import type { OrganisationDraft } from '../../issuer-api.ts'
import { settings as words } from '../../messages/settings.ts'
import { setUp } from '../../messages/sign-in.ts'
import type { Sector } from '../../network-api.ts'
import { useSend } from '../../use-send.ts'

interface OrganisationFormProps {
  readonly name: string
  readonly url: string
  /** Chosen when an organisation is made; it registers with it once and for all. */
  readonly asksSector?: boolean
  readonly act: string
  readonly busy: string
  readonly onSend: (draft: OrganisationDraft) => Promise<void>
  readonly children?: ComponentChildren
}

/** What an organisation is called and where it is found. */
export function OrganisationForm({ name: firstName, url: firstUrl, asksSector = false, act, busy, onSend, children }: OrganisationFormProps): VNode {
  const [name, setName] = useState(firstName)
  const [url, setUrl] = useState(firstUrl)
  const [sector, setSector] = useState<Sector>('education')
  const [faults, setFaults] = useState<readonly Fault[]>([])
  const sending = useSend()
  const faultOf = (field: string): string | undefined => faults.find((fault) => fault.field === field)?.message
  const submit = (event: Event): void => {
    event.preventDefault()
    const found = [
      ...(name.trim() === '' ? [{ field: 'organisationName', message: setUp.needOrganisationName }] : []),
      ...(url.trim() !== '' && !/^https?:\/\/[^\s/]+/.test(url.trim()) ? [{ field: 'organisationUrl', message: setUp.badUrl }] : []),
    ]
    setFaults(found)
    if (found.length === 0) void sending.send(() => onSend({ name: name.trim(), ...(url.trim() === '' ? {} : { url: url.trim() }), ...(asksSector ? { sector } : {}) }))
  }
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <FaultSummary faults={faults} />
      {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
      <TextField id="organisationName" label={words.name} hint={setUp.organisationNameHint} value={name} onValue={setName} autoComplete="organization" fault={faultOf('organisationName')} max={200} />
      <TextField id="organisationUrl" label={words.url} value={url} onValue={setUrl} type="url" autoComplete="url" isOptional fault={faultOf('organisationUrl')} max={500} />
      {asksSector && <SectorField value={sector} onValue={setSector} />}
      {children}
      <div><Button type="submit" busy={sending.isBusy && busy}>{act}</Button></div>
    </form>
  )
}
