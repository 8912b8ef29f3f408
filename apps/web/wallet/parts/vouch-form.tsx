import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { askToVouch, type WalletAttestation } from 'everlearned/holder'
import { Button } from '../../components/button.tsx'
import { CheckField, SelectField, TextArea, TextField } from '../../components/field.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatNumber } from '../../locale.ts'
import { wallet } from '../../messages/wallet.ts'
import { walletVouch as words } from '../../messages/wallet-vouch.ts'
import { findHomeNode } from '../home-node.ts'
import type { OpenSession } from '../session.ts'
import { codeOf } from './code-of.ts'
import type { Vouched, VouchedField } from './find-vouched.ts'

const weekChoices = ['1', '2', '4', '12'] as const
const enoughChoices = ['1', '2', '3', '4', '5'] as const

type FaultName = 'who' | 'address' | 'asker' | 'statement'

interface VouchFormProps {
  readonly session: OpenSession
  readonly vouched: Vouched
  /** The last one who was asked about this: what was typed then is there again. */
  readonly before: WalletAttestation | undefined
  readonly onMade: (asked: WalletAttestation) => void
}

/** Asks whom to ask and what, and makes the link. */
export function VouchForm({ session, vouched, before, onMade }: VouchFormProps): VNode {
  const [who, setWho] = useState('')
  const [address, setAddress] = useState('')
  const [asker, setAsker] = useState(before?.asker ?? '')
  const [statement, setStatement] = useState(before?.statement ?? words.statementFor(vouched.name))
  const [picked, setPicked] = useState<readonly VouchedField[]>(['name'])
  const [weeks, setWeeks] = useState<(typeof weekChoices)[number]>('2')
  const [enough, setEnough] = useState<string>(String(before?.enough ?? 1))
  const [faults, setFaults] = useState<readonly FaultName[]>([])
  const [fault, setFault] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const faultOf = (name: FaultName): string | undefined => (faults.includes(name) && findFaults({ who, address, asker, statement }).includes(name) ? words.faults[name] : undefined)
  const ask = async (): Promise<void> => {
    setBusy(true)
    setFault(undefined)
    try {
      const node = vouched.node ?? await findHomeNode()
      if (node === undefined) return setFault(navigator.onLine ? words.faults.node : words.faults.offline)
      const shown = vouched.fields.filter(([field]) => picked.includes(field)).map(([field, value]) => ({ label: words.fields[field], value }))
      onMade(await askToVouch({
        recordId: vouched.id, node, who: who.trim(), address: address.trim(), asker: asker.trim(), record: vouched.name.slice(0, 200), statement: statement.trim(), shown, credential: vouched.credential, enough: Number(enough),
        expiresAt: new Date(Date.now() + Number(weeks) * 7 * 86_400_000),
      }, { ...session.context, fetch: fetch.bind(globalThis), now: new Date() }))
    } catch (thrown) {
      setFault(codeOf(thrown) === 'holder/node-unreachable' ? words.faults.offline : words.faults.other)
    } finally {
      setBusy(false)
    }
  }
  const submit = (event: Event): void => {
    event.preventDefault()
    const found = findFaults({ who, address, asker, statement })
    setFaults(found)
    if (found[0] === undefined && !isBusy) void ask()
    else document.getElementById(`vouch-${found[0]}`)?.focus()
  }
  return (
    <form class="stack stack-loose" onSubmit={submit} noValidate>
      <TextField id="vouch-who" label={words.who} hint={words.whoHint} value={who} max={120} fault={faultOf('who')} onValue={setWho} />
      <TextField id="vouch-address" type="email" label={words.address} hint={words.addressHint} isOptional value={address} max={254} fault={faultOf('address')} onValue={setAddress} />
      <TextField id="vouch-asker" label={words.asker} value={asker} max={120} autoComplete="name" fault={faultOf('asker')} onValue={setAsker} />
      <TextArea id="vouch-statement" label={words.statement} hint={words.statementHint} value={statement} max={2_000} fault={faultOf('statement')} onValue={setStatement} />
      <fieldset class="field">
        <legend>{words.shown}</legend>
        <p class="hint">{words.shownHint}</p>
        {vouched.fields.map(([field, value]) => (
          <CheckField key={field} label={words.fields[field]} hint={value} isChecked={picked.includes(field)} onChange={(isChecked) => setPicked(isChecked ? [...picked, field] : picked.filter((one) => one !== field))} />
        ))}
      </fieldset>
      <SelectField label={words.until} value={weeks} onValue={setWeeks} choices={weekChoices.map((value) => ({ value, label: words.weeks(Number(value)) }))} />
      <SelectField label={words.enough} hint={words.enoughHint} value={enough} onValue={setEnough} choices={enoughChoices.map((value) => ({ value: value as string, label: formatNumber(Number(value)) }))} />
      {fault !== undefined && <Notice kind="fault"><p>{fault}</p></Notice>}
      <Button type="submit" kind="main" icon="share" class="button-wide button-large" busy={isBusy && wallet.working}>{words.make}</Button>
    </form>
  )
}

function findFaults({ who, address, asker, statement }: Readonly<Record<FaultName, string>>): readonly FaultName[] {
  const isAddress = address.trim() === '' || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address.trim())
  return [...(who.trim() === '' ? ['who'] as const : []), ...(isAddress ? [] : ['address'] as const), ...(asker.trim() === '' ? ['asker'] as const : []), ...(statement.trim() === '' ? ['statement'] as const : [])]
}
