import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { arrangeTimeline, draftLifeEntry, findSame, type LifeEntry, loadLifeEntries, loadRecords } from 'everlearned/holder'
import type { Loss, LossCode, ReadLife } from 'everlearned/standards'
import { Button, ButtonLink } from '../../../components/button.tsx'
import { FileDrop } from '../../../components/file-drop.tsx'
import { Notice } from '../../../components/notice.tsx'
import { Page } from '../../../components/page.tsx'
import { wallet } from '../../../messages/wallet.ts'
import { walletResume as words } from '../../../messages/wallet-resume.ts'
import { readLifeApart } from '../../ask-file-worker.ts'
import type { OpenSession } from '../../session.ts'
import type { OpenPageProps } from '../../wallet-app.tsx'

/** Untrusted: as in `everlearned/standards`, which is loaded in the worker alone. */
const maxBytes = 20 * 1024 * 1024

type Step =
  | { readonly kind: 'choose', readonly fault?: keyof typeof words.faults }
  | { readonly kind: 'reading' }
  | { readonly kind: 'read', readonly drafts: number, readonly known: number, readonly losses: readonly Loss[] }

/** Reads a résumé or profile into drafts, and says what it did not take. */
export default function ReadFile({ session }: OpenPageProps): VNode {
  const [step, setStep] = useState<Step>({ kind: 'choose' })
  const choose = async (file: File): Promise<void> => {
    if (file.size > maxBytes) return setStep({ kind: 'choose', fault: 'too-large' })
    setStep({ kind: 'reading' })
    const answer = await readLifeApart(file.name, new Uint8Array(await file.arrayBuffer()))
    if (typeof answer === 'string') setStep({ kind: 'choose', fault: answer })
    else if (answer.kind === 'refused') setStep({ kind: 'choose', fault: answer.code })
    else setStep({ kind: 'read', losses: answer.losses, ...await keepDrafts(answer, file.name, session) })
  }
  return (
    <Page title={words.heading} lede={words.lede} crumbs={[{ href: '/', label: wallet.home }]}>
      {step.kind === 'choose' && (
        <>
          {step.fault !== undefined && <Notice kind="fault"><p data-testid="read-fault">{words.faults[step.fault]}</p></Notice>}
          <FileDrop id="life-file" label={words.file} hint={words.fileHint} accept=".pdf,.docx,.zip,.json,.csv,.txt,application/pdf,application/zip,application/json,text/plain,text/csv" onFile={(file) => void choose(file)} />
          <details class="more"><summary>{words.linkedin}</summary><p>{words.linkedinText}</p></details>
        </>
      )}
      {step.kind === 'reading' && <p role="status" class="strong">{words.reading}</p>}
      {step.kind === 'read' && <Found {...step} onAgain={() => setStep({ kind: 'choose' })} />}
    </Page>
  )
}

function Found({ drafts, known, losses, onAgain }: { readonly drafts: number, readonly known: number, readonly losses: readonly Loss[], readonly onAgain: () => void }): VNode {
  return (
    <>
      <section class="stack" role="status">
        <h2 data-testid="read-found">{drafts + known === 0 ? words.none : words.found(drafts + known)}</h2>
        {drafts > 0 && <p>{words.foundText}</p>}
        {known > 0 && <p>{words.known(known)}</p>}
      </section>
      <div class="buttons">
        {drafts > 0 && <ButtonLink href="/drafts" kind="main" class="button-large">{words.begin}</ButtonLink>}
        <Button class="button-large" onPress={onAgain}>{words.again}</Button>
      </div>
      {losses.length > 0 && <Losses losses={losses} />}
    </>
  )
}

/** Nothing is swallowed: each thing by its reason, equal reasons together. */
function Losses({ losses }: { readonly losses: readonly Loss[] }): VNode {
  const codes = [...new Set(losses.map(({ code }) => code))] as readonly LossCode[]
  return (
    <section class="stack" data-testid="read-losses">
      <h2>{words.lossHeading}</h2>
      <p class="quiet">{words.lossText}</p>
      {codes.map((code) => (
        <details key={code} class="more">
          <summary>{words.losses[code]} ({losses.filter((loss) => loss.code === code).length})</summary>
          <ul class="losses">{losses.filter((loss) => loss.code === code).map(({ from, value }, index) => <li key={index}><bdi>{value === '' ? from : value}</bdi></li>)}</ul>
        </details>
      ))}
    </section>
  )
}

/** Keeps what is new as drafts, in the order of the file; what tells of the same as an entry from a file before is not kept twice. */
async function keepDrafts({ drafts, format }: ReadLife, name: string, { context }: OpenSession): Promise<{ readonly drafts: number, readonly known: number }> {
  const [{ records }, { entries }] = await Promise.all([loadRecords(context), loadLifeEntries(context)])
  const groups = arrangeTimeline(records, entries)
  const before = new Set(entries.map(fingerprint))
  let kept = 0
  for (const { facts, place } of drafts) {
    if (before.has(fingerprint({ facts })) || isSettled(facts, groups)) continue
    await draftLifeEntry(facts, { kind: 'file', format, name: name.slice(0, 200), place }, { ...context, now: new Date(Date.now() + kept) })
    kept += 1
  }
  return { drafts: kept, known: drafts.length - kept }
}

const fingerprint = ({ facts }: Pick<LifeEntry, 'facts'>): string => JSON.stringify([facts.kind, facts.what, facts.where, facts.from, facts.to].map((part) => part?.toLowerCase() ?? ''))

/** The same achievement, confirmed already in one's own words. */
function isSettled(facts: LifeEntry['facts'], groups: ReturnType<typeof arrangeTimeline>): boolean {
  const same = findSame(facts, groups)
  return same !== undefined && [same.main, ...same.also].some(({ kind }) => kind === 'entry')
}
