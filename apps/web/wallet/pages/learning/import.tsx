import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { keepLearning, type LearningFacts, loadLearning, maxLearning } from 'everlearned/holder'
import type { Csv } from 'everlearned/encoding'
import { Button, ButtonLink } from '../../../components/button.tsx'
import { FileDrop } from '../../../components/file-drop.tsx'
import { Notice } from '../../../components/notice.tsx'
import { Page } from '../../../components/page.tsx'
import { formatNumber } from '../../../locale.ts'
import { wallet } from '../../../messages/wallet.ts'
import { walletLearning } from '../../../messages/wallet-learning.ts'
import { readTableApart } from '../../ask-file-worker.ts'
import { broughtItems } from '../../learning-notices.ts'
import { codeOf } from '../../parts/code-of.ts'
import { LearningNotices } from '../../parts/learning-notices.tsx'
import { LearningTable, type TableRows } from '../../parts/learning-table.tsx'
import type { OpenPageProps } from '../../wallet-app.tsx'

const words = walletLearning.table

/** Untrusted: as in `everlearned/encoding`, which is loaded in the worker alone. */
const maxBytes = 10 * 1024 * 1024

type Step =
  | { readonly kind: 'choose', readonly fault?: keyof typeof words.faults }
  | { readonly kind: 'reading' }
  | { readonly kind: 'read', readonly name: string, readonly table: Csv, readonly known: readonly LearningFacts[] }
  | { readonly kind: 'done' }

/** Brings a table of what was learned into the log: read apart from the page, seen before it is kept, undone afterwards. */
export default function ImportLearning({ session: { context } }: OpenPageProps): VNode {
  const [step, setStep] = useState<Step>({ kind: 'choose' })
  const [fault, setFault] = useState<string>()
  const choose = async (file: File): Promise<void> => {
    if (file.size > maxBytes) return setStep({ kind: 'choose', fault: 'too-large' })
    setStep({ kind: 'reading' })
    const [table, { items }] = await Promise.all([readTableApart(new Uint8Array(await file.arrayBuffer())), loadLearning(context)])
    setStep(typeof table === 'string' ? { kind: 'choose', fault: table } : { kind: 'read', name: file.name.slice(0, 200), table, known: items })
  }
  const keep = async (rows: TableRows, name: string): Promise<void> => {
    setFault(undefined)
    try {
      const items = await keepLearning(rows.map(({ line, facts }) => ({ facts, isPrivate: false, source: { kind: 'file', name, line } })), { ...context, now: new Date() })
      broughtItems.value = items.map(({ id }) => id)
      setStep({ kind: 'done' })
    } catch (thrown) {
      setFault(codeOf(thrown) === 'holder/learning-full' ? walletLearning.form.full(formatNumber(maxLearning.items)) : walletLearning.form.notKept)
    }
  }
  return (
    <Page title={words.heading} lede={step.kind === 'choose' ? words.lede : undefined} crumbs={[{ href: '/', label: wallet.home }, { href: '/learning', label: walletLearning.heading }]}>
      {step.kind === 'choose' && (
        <>
          {step.fault !== undefined && <Notice kind="fault"><p data-testid="table-fault">{words.faults[step.fault]}</p></Notice>}
          <FileDrop id="learning-file" label={words.file} hint={words.fileHint} accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values" onFile={(file) => void choose(file)} />
        </>
      )}
      {step.kind === 'reading' && <p role="status" class="strong">{words.reading}</p>}
      {step.kind === 'read' && <LearningTable {...step} onKeep={(rows) => keep(rows, step.name)} onAgain={() => setStep({ kind: 'choose' })} />}
      {fault !== undefined && <Notice kind="fault"><p>{fault}</p></Notice>}
      {step.kind === 'done' && (
        <>
          <LearningNotices context={context} onChange={() => setStep({ kind: 'choose' })} />
          <div class="buttons">
            <ButtonLink href="/learning" kind="main" class="button-large">{words.see}</ButtonLink>
            <Button class="button-large" onPress={() => setStep({ kind: 'choose' })}>{words.again}</Button>
          </div>
        </>
      )}
    </Page>
  )
}
