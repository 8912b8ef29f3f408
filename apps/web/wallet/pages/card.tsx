import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { type Fact, type FactName, maySend, type PaperCard, type WalletRecord } from 'everlearned/holder'
import { Button } from '../../components/button.tsx'
import { RadioField, TextField } from '../../components/field.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page } from '../../components/page.tsx'
import { wallet } from '../../messages/wallet.ts'
import { walletCard as words } from '../../messages/wallet-card.ts'
import { walletRecord } from '../../messages/wallet-record.ts'
import { useLoaded } from '../../use-loaded.ts'
import { codeOf } from '../parts/code-of.ts'
import { FactChoice, firstChoice } from '../parts/fact-choice.tsx'
import GuardianPart from '../parts/guardian-part.tsx'
import { GivenAway } from '../parts/given-away.tsx'
import { type PaperSize, PrintedCard } from '../parts/printed-card.tsx'
import { useRecord } from '../parts/use-record.ts'
import type { OpenPageProps } from '../wallet-app.tsx'
import './card.css'

/** A record on paper: how large, under which name, what it gives away, then the card itself. */
export default function Card({ session, id }: OpenPageProps): VNode {
  const loaded = useRecord(session, id)
  const crumbs = [{ href: '/', label: wallet.home }, { href: `/record/${id}`, label: walletRecord.heading }]
  const record = loaded.value
  if (record === undefined || record === null) return <Page title={words.heading} crumbs={crumbs}><Loaded of={loaded}>{() => <p>{walletRecord.missing}</p>}</Loaded></Page>
  return (
    <Page title={words.heading} lede={words.lede} crumbs={crumbs}>
      {maySend(record, 'paper', new Date()) ? <CardForm session={session} record={record} /> : <GuardianPart session={session} record={record} onChange={loaded.reload} />}
    </Page>
  )
}

function CardForm({ session, record }: { readonly session: OpenPageProps['session']; readonly record: WalletRecord }): VNode {
  const [size, setSize] = useState<PaperSize>('card')
  const [name, setName] = useState('')
  const [picked, setPicked] = useState<readonly FactName[]>()
  const [card, setCard] = useState<PaperCard>()
  const [fault, setFault] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const { cryptography } = session.context
  const facts = useLoaded(() => choicesOf(record, cryptography), [record.credential]).value
  const chosen = facts === undefined || facts.length === 0 ? undefined : picked ?? (size === 'card' ? [] : firstChoice(facts, 'ecdsa-sd-2023'))
  const preview = useLoaded(() => previewOf(record, chosen, cryptography), [record.credential, chosen?.join(' ') ?? '']).value
  const make = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (isBusy) return
    setBusy(true)
    setFault(undefined)
    try {
      const { makeCard } = await import('../heavy.ts')
      const made = await makeCard(record, { ...session.context, fetch: fetch.bind(globalThis), now: new Date() }, { facts: chosen ?? 'all', size })
      if (size === 'card' && made.codes.length > 1) setFault(words.faults.tooLarge)
      else setCard(made)
    } catch (thrown) {
      setFault(explain(codeOf(thrown)))
    } finally {
      setBusy(false)
    }
  }
  if (card !== undefined) return <Ready card={card} record={record} size={size} name={name} onChange={() => setCard(undefined)} />
  return (
    <form class="stack stack-loose" onSubmit={(event) => void make(event)} noValidate>
      <RadioField label={words.size} name="size" value={size} onValue={setSize} choices={(['card', 'sheet'] as const).map((value) => ({ value, ...words.sizes[value] }))} />
      <TextField label={words.name} hint={words.nameHint} isOptional value={name} onValue={setName} max={60} />
      {facts !== undefined && chosen !== undefined && <FactChoice facts={facts} chosen={chosen} onChange={setPicked} />}
      {preview !== undefined && <GivenAway credential={preview} isCopy={chosen !== undefined} hasLedgerProof={size === 'sheet' && record.ledgerProof !== null && !isWithheld(facts, chosen)} />}
      {fault !== undefined && <Notice kind="fault" isLive><p>{fault}</p></Notice>}
      <Button type="submit" kind="main" icon="card" class="button-wide button-large" busy={isBusy && wallet.working}>{words.make}</Button>
    </form>
  )
}

function Ready({ card, record, size, name, onChange }: { readonly card: PaperCard; readonly record: WalletRecord; readonly size: PaperSize; readonly name: string; readonly onChange: () => void }): VNode {
  return (
    <div class="stack stack-loose">
      <div class="stack no-print">
        <Notice isLive title={words.ready}><p>{words.printHint}</p></Notice>
        <div class="buttons">
          <Button kind="main" icon="print" onPress={() => print()}>{words.print}</Button>
          <Button onPress={onChange}>{words.again}</Button>
        </div>
      </div>
      <PrintedCard card={card} size={size} name={name.trim()} checkAt={`${record.origin}/verify`} />
    </div>
  )
}

function isWithheld(facts: readonly Fact[] | undefined, chosen: readonly FactName[] | undefined): boolean {
  return chosen !== undefined && facts?.some(({ name }) => name === 'awardedDate') === true && !chosen.includes('awardedDate')
}

/** What can be chosen from; nothing where a record can only be shown whole. */
async function choicesOf({ credential }: WalletRecord, cryptography: OpenPageProps['session']['context']['cryptography']): Promise<readonly Fact[]> {
  const { canShowParts, factsOf } = await import('../heavy.ts')
  return canShowParts(credential) ? factsOf(credential, cryptography) : []
}

/** The credential as the card will carry it, without any proof. */
async function previewOf({ credential }: WalletRecord, chosen: readonly FactName[] | undefined, cryptography: OpenPageProps['session']['context']['cryptography']): Promise<string> {
  if (chosen === undefined) return credential
  const { previewCopy } = await import('../heavy.ts')
  return previewCopy(credential, { facts: chosen }, { cryptography, now: new Date() })
}

function explain(code: string): string {
  if (code === 'card/too-large') return words.faults.tooLargeSheet
  return code === 'holder/node-unreachable' ? words.faults.offline : words.faults.other
}
