import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import type { CopyForm } from 'everlearned/exchange/claim'
import { describeCredential, makeShare, maySend, noteLink, type Fact, type FactName, type WalletRecord, type WalletShare } from 'everlearned/holder'
import { Button } from '../../components/button.tsx'
import { RadioField, TextField } from '../../components/field.tsx'
import { Notice } from '../../components/notice.tsx'
import { downloadFile, fileNameOf } from '../../download-file.ts'
import { formatMoment } from '../../locale.ts'
import { wallet } from '../../messages/wallet.ts'
import { walletShare as words } from '../../messages/wallet-share.ts'
import { useLoaded } from '../../use-loaded.ts'
import type { OpenSession } from '../session.ts'
import { codeOf } from './code-of.ts'
import { FactChoice, firstChoice } from './fact-choice.tsx'
import { FormChoice } from './form-choice.tsx'
import { ShareNotice } from './share-notice.tsx'
import { SharePreview } from './share-preview.tsx'

const days = { day: 1, week: 7, month: 30 } as const
type Lifetime = keyof typeof days

/** Asks how long, shows what the other side will see, and makes the link or the file. */
export function ShareForm({ session, record, onMade }: { readonly session: OpenSession; readonly record: WalletRecord; readonly onMade: (share: WalletShare) => void }): VNode {
  const [lifetime, setLifetime] = useState<Lifetime>('week')
  const [note, setNote] = useState('')
  const [fault, setFault] = useState<string>()
  const [busy, setBusy] = useState<'link' | 'file'>()
  const [form, setForm] = useState<CopyForm>('ecdsa-sd-2023')
  const { cryptography } = session.context
  const facts = useLoaded(() => choicesOf(record, cryptography), [record.credential]).value
  const [picked, setPicked] = useState<readonly FactName[]>()
  const chosen = facts === undefined || facts.length === 0 ? undefined : picked ?? firstChoice(facts, form)
  const isWithheld = chosen !== undefined && facts?.some(({ name }) => name === 'awardedDate') === true && !chosen.includes('awardedDate')
  const years = useLoaded(async () => (chosen === undefined ? [] : (await import('../heavy.ts')).yearsShown(record.credential, chosen, cryptography)), [record.credential, chosen?.join(' ') ?? '']).value
  const mayFile = maySend(record, 'file', new Date())
  const act = async (what: 'link' | 'file'): Promise<void> => {
    if (busy !== undefined) return
    setBusy(what)
    setFault(undefined)
    try {
      const { carryEndorsements, makeBundle } = await import('../heavy.ts')
      const context = { ...session.context, fetch: fetch.bind(globalThis), now: new Date() }
      const bundle = await carryEndorsements(await makeBundle(record, context, chosen === undefined ? undefined : { facts: chosen, form }), context)
      if (what === 'link') {
        const share = await makeShare({ recordId: record.id, bundle, node: record.origin, expiresAt: endOf(lifetime), note }, context)
        await noteLink(share, [{ id: record.id, name: describeCredential(record.credential).name ?? '', ...(chosen === undefined ? {} : { shown: chosen }) }], context)
        onMade(share)
      } else downloadFile(`${fileNameOf(describeCredential(record.credential).name ?? '')}.bundle.json`, bundle, 'application/vnd.everlearned.bundle+json')
    } catch (thrown) {
      setFault(explain(thrown, { form, isWithheld }))
    } finally {
      setBusy(undefined)
    }
  }
  return (
    <form class="stack stack-loose" onSubmit={(event) => { event.preventDefault(); void act('link') }} noValidate>
      <RadioField label={words.until} name="lifetime" value={lifetime} onValue={setLifetime}
        choices={(['day', 'week', 'month'] as const).map((value) => ({ value, label: words[value], hint: words.ends(formatMoment(endOf(value).toISOString())) }))} />
      <TextField label={words.note} hint={words.noteHint} isOptional value={note} onValue={setNote} max={200} />
      {facts !== undefined && chosen !== undefined && <FactChoice facts={facts} chosen={chosen} onChange={setPicked} />}
      {chosen !== undefined && <FormChoice form={form} onChange={setForm} />}
      {chosen !== undefined && years !== undefined && <ShareNotice form={form} isWithheld={isWithheld} years={years} />}
      <SharePreview session={session} record={record} choice={chosen === undefined ? undefined : { facts: chosen, form }} />
      {fault !== undefined && <Notice kind="fault"><p>{fault}</p></Notice>}
      <div class="stack">
        <Button type="submit" kind="main" icon="share" class="button-wide button-large" busy={busy === 'link' && wallet.working}>{words.make}</Button>
        {mayFile && <Button icon="file" class="button-wide" busy={busy === 'file' && wallet.working} onPress={() => void act('file')}>{words.file}</Button>}
        {mayFile && <p class="quiet small">{words.fileHelp}</p>}
      </div>
    </form>
  )
}

const endOf = (lifetime: Lifetime): Date => new Date(Date.now() + days[lifetime] * 86_400_000)

/** What can be chosen from; nothing where a record can only be shown whole. */
async function choicesOf({ credential }: WalletRecord, cryptography: OpenSession['context']['cryptography']): Promise<readonly Fact[]> {
  const { canShowParts, factsOf } = await import('../heavy.ts')
  return canShowParts(credential) ? factsOf(credential, cryptography) : []
}

function explain(thrown: unknown, { form, isWithheld }: { readonly form: CopyForm; readonly isWithheld: boolean }): string {
  const code = codeOf(thrown)
  if (code === 'holder/share-too-large' || code === 'share/too-large') return words.faults.tooLarge
  const isUsual = form === 'ecdsa-sd-2023'
  if (code === 'holder/node-unreachable') return !isUsual ? words.faults.offlineForm : isWithheld ? words.faults.offlineWithheld : words.faults.offline
  if (code.startsWith('share/') || code === 'rate/exceeded') return words.faults.other
  // Nodes of before make the usual copy only.
  if (!isUsual) return words.faults.formRefused
  return isWithheld && copyRefusals.includes(code) ? words.faults.withheldRefused : words.faults.other
}

const copyRefusals = ['copy/not-found', 'claim/voided', 'claim/suspended', 'claim/presentation-refused']
