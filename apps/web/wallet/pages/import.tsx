import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { keepImport, maxArchiveBytes, readImport, type KeptImport, type ReadImport, type Skipped } from 'everlearned/holder'
import { Button, ButtonLink } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { FileDrop } from '../../components/file-drop.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page } from '../../components/page.tsx'
import { custody } from '../../messages/custody.ts'
import { findHomeNode } from '../home-node.ts'
import { codeOf } from '../parts/code-of.ts'
import type { OpenPageProps } from '../wallet-app.tsx'

const words = custody.import

type Step =
  | { readonly kind: 'choose', readonly fault?: string }
  | { readonly kind: 'locked', readonly bytes: Uint8Array<ArrayBuffer>, readonly fault?: string }
  | { readonly kind: 'found', readonly read: ReadImport }
  | { readonly kind: 'kept', readonly read: ReadImport, readonly kept: KeptImport }

/** Reads a file from another wallet, says what is in it and what will not be taken, and keeps the rest. */
export default function Import({ session }: OpenPageProps): VNode {
  const [step, setStep] = useState<Step>({ kind: 'choose' })
  const look = async (bytes: Uint8Array<ArrayBuffer>, passphrase?: string): Promise<void> => {
    try {
      const read = await readImport(bytes, { cryptography: session.context.cryptography, ...(passphrase === undefined ? {} : { passphrase }) })
      setStep(read.kind === 'locked' ? { kind: 'locked', bytes } : { kind: 'found', read })
    } catch (thrown) {
      const code = codeOf(thrown)
      if (code === 'holder/seal-broken') setStep({ kind: 'locked', bytes, fault: words.wrong })
      else setStep({ kind: 'choose', fault: code.endsWith('too-large') ? words.tooLarge : words.malformed })
    }
  }
  const choose = async (file: File): Promise<void> => {
    if (file.size > maxArchiveBytes) return setStep({ kind: 'choose', fault: words.tooLarge })
    await look(new Uint8Array(await file.arrayBuffer()))
  }
  const keep = async (read: ReadImport): Promise<void> => {
    const homeNode = (await findHomeNode()) ?? location.origin
    setStep({ kind: 'kept', read, kept: await keepImport(read, { ...session.context, now: new Date(), homeNode }) })
  }
  return (
    <Page title={words.heading} lede={words.lede} crumbs={[{ href: '/settings', label: custody.settings }]}>
      {step.kind === 'choose' && (
        <>
          {step.fault !== undefined && <Notice kind="fault"><p data-testid="import-fault">{step.fault}</p></Notice>}
          <FileDrop id="import-file" label={words.file} hint={words.fileHint} accept=".json,.jsonld,.jwt,.zip,.tar,.png,.svg,.txt,application/json,application/zip,application/x-tar" onFile={(file) => void choose(file)} />
        </>
      )}
      {step.kind === 'locked' && <Locked fault={step.fault} onPassphrase={(passphrase) => look(step.bytes, passphrase)} />}
      {step.kind === 'found' && <Found read={step.read} onKeep={() => void keep(step.read)} />}
      {step.kind === 'kept' && <Kept kept={step.kept} />}
      {(step.kind === 'found' || step.kind === 'kept') && (
        <>
          {step.read.keys !== undefined && <p>{words.keysInside}</p>}
          <SkippedList skipped={step.read.skipped} />
          <div class="button-row"><Button onPress={() => setStep({ kind: 'choose' })}>{words.again}</Button></div>
        </>
      )}
    </Page>
  )
}

function Locked({ fault, onPassphrase }: { readonly fault: string | undefined, readonly onPassphrase: (passphrase: string) => Promise<void> }): VNode {
  const [passphrase, setPassphrase] = useState('')
  const [isBusy, setBusy] = useState(false)
  const open = async (event: Event): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    await onPassphrase(passphrase).finally(() => setBusy(false))
  }
  return (
    <form class="stack" onSubmit={(event) => void open(event)} noValidate>
      <p>{words.locked}</p>
      <TextField label={words.passphrase} value={passphrase} onValue={setPassphrase} fault={fault} type="password" max={1000} />
      <div class="button-row"><Button type="submit" kind="main" busy={isBusy && custody.working}>{words.open}</Button></div>
    </form>
  )
}

function Found({ read, onKeep }: { readonly read: ReadImport, readonly onKeep: () => void }): VNode {
  const others = read.files.length + read.entries.length
  const isEmpty = read.records.length + others === 0
  if (isEmpty) return <Notice kind="care" isLive><p data-testid="import-nothing">{words.nothing}</p></Notice>
  return (
    <div class="stack">
      <p class="strong" role="status" data-testid="import-found">{words.found(read.records.length)}</p>
      {others > 0 && <p>{words.others(others)}</p>}
      <div class="button-row"><Button kind="main" onPress={onKeep}>{words.keep}</Button></div>
    </div>
  )
}

function Kept({ kept }: { readonly kept: KeptImport }): VNode {
  return (
    <Notice isLive>
      <p data-testid="import-kept">{words.kept(kept.added.length)} {kept.duplicates > 0 && words.duplicates(kept.duplicates)}</p>
      {kept.added.length > 0 && <p>{words.unchecked}</p>}
      <div><ButtonLink href="/">{words.seeRecords}</ButtonLink></div>
    </Notice>
  )
}

/** Nothing is swallowed: each thing with why, equal reasons together. */
function SkippedList({ skipped }: { readonly skipped: readonly Skipped[] }): VNode | null {
  if (skipped.length === 0) return null
  const reasons = [...new Set(skipped.map(({ reason }) => reason))]
  return (
    <section class="stack" data-testid="import-skipped">
      <h2>{words.skippedHeading(skipped.length)}</h2>
      {reasons.map((reason) => (
        <details key={reason} class="more">
          <summary>{words.reasons[reason]} ({skipped.filter((item) => item.reason === reason).length})</summary>
          <ul>{skipped.filter((item) => item.reason === reason).slice(0, 100).map(({ where }, index) => <li key={index} class="code">{words.skippedWhere(where === '' ? '/' : where)}</li>)}</ul>
        </details>
      ))}
    </section>
  )
}
