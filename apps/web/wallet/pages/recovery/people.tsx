import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { formatShare, formatShareRows, leastThreshold, mostTrusted, saveRecoveryNote, shareSeed, type TrustedShare } from 'everlearned/holder'
import { Button, ButtonLink } from '../../../components/button.tsx'
import { SelectField, TextField } from '../../../components/field.tsx'
import { Notice } from '../../../components/notice.tsx'
import { Page } from '../../../components/page.tsx'
import { Qr } from '../../../components/qr.tsx'
import { downloadFile } from '../../../download-file.ts'
import { formatDay } from '../../../locale.ts'
import { custody } from '../../../messages/custody.ts'
import type { OpenSession } from '../../session.ts'
import type { OpenPageProps } from '../../wallet-app.tsx'

const words = custody.people

/** The cards of a set, and for whom each is. */
interface Cards {
  readonly shares: readonly TrustedShare[]
  readonly names: readonly string[]
}

/** Splits the seed among people: how many, whom, then a card for each. */
export default function RecoveryPeople({ session }: OpenPageProps): VNode {
  const [cards, setCards] = useState<Cards>()
  const [isFinished, setFinished] = useState(false)
  const { threshold = 0, count = 0 } = cards?.shares[0] ?? {}
  const finish = async (): Promise<void> => {
    const [first] = cards?.shares ?? []
    if (cards === undefined || first === undefined) return
    await saveRecoveryNote({ people: { setId: first.setId, threshold: first.threshold, names: cards.names, madeAt: new Date().toISOString() } }, session.context)
    setFinished(true)
  }
  return (
    // A new step is a new page to whoever listens to it or has scrolled down.
    <Page key={isFinished ? 'finished' : cards === undefined ? 'plan' : 'cards'} title={cards === undefined || isFinished ? words.heading : words.cardsHeading} lede={cards === undefined ? words.lede : undefined} crumbs={[{ href: '/settings', label: custody.settings }]}>
      {isFinished && <><Notice isLive><p data-testid="people-done">{words.finished(threshold, count)}</p></Notice><div class="button-row"><ButtonLink href="/settings">{custody.notNow}</ButtonLink></div></>}
      {cards === undefined && <Plan session={session} onMade={setCards} />}
      {cards !== undefined && !isFinished && <Handout cards={cards} session={session} onFinish={() => void finish()} />}
    </Page>
  )
}

function Plan({ session, onMade }: { readonly session: OpenSession, readonly onMade: (cards: Cards) => void }): VNode {
  const [count, setCount] = useState(3)
  const [wanted, setWanted] = useState(2)
  const [names, setNames] = useState<readonly string[]>(Array<string>(mostTrusted).fill(''))
  const threshold = Math.min(wanted, count)
  const make = async (event: Event): Promise<void> => {
    event.preventDefault()
    const shares = await shareSeed(session.seed, { threshold, count }, { cryptography: session.context.cryptography, now: new Date() })
    onMade({ shares, names: names.slice(0, count).map((name, index) => (name.trim() === '' ? words.name(index + 1) : name.trim())) })
  }
  return (
    <form class="stack" onSubmit={(event) => void make(event)} noValidate>
      <SelectField id="trusted-count" label={words.count} value={String(count)} onValue={(value) => setCount(Number(value))} choices={numbers(leastThreshold, mostTrusted).map((value) => ({ value: String(value), label: String(value) }))} />
      <SelectField id="trusted-threshold" label={words.threshold} value={String(threshold)} onValue={(value) => setWanted(Number(value))} choices={numbers(leastThreshold, count).map((value) => ({ value: String(value), label: words.ofCount(value, count) }))} />
      <h2>{words.can}</h2>
      <p>{words.canText(threshold, count)}</p>
      <h2>{words.cannot}</h2>
      <p>{words.cannotText}</p>
      {numbers(1, count).map((number) => (
        <TextField key={number} label={words.name(number)} hint={number === 1 ? words.nameHint : undefined} isOptional value={names[number - 1] ?? ''} onValue={(value) => setNames(names.with(number - 1, value))} max={60} />
      ))}
      <p class="quiet">{words.old}</p>
      <div class="button-row"><Button type="submit" kind="main" icon="people">{words.make}</Button></div>
    </form>
  )
}

function Handout({ cards: { shares, names }, session, onFinish }: { readonly cards: Cards, readonly session: OpenSession, readonly onFinish: () => void }): VNode {
  return (
    <div class="stack">
      <p class="no-print">{words.cardsText}</p>
      <div class="button-row no-print"><Button kind="main" icon="print" onPress={() => print()}>{custody.print}</Button></div>
      {shares.map((share, index) => <Card key={share.number} share={share} name={names[index] ?? ''} session={session} />)}
      <div class="button-row no-print"><Button kind="main" onPress={onFinish}>{words.finish}</Button></div>
    </div>
  )
}

function Card({ share, name, session: { context } }: { readonly share: TrustedShare, readonly name: string, readonly session: OpenSession }): VNode {
  const rows = formatShareRows(share, context.cryptography).map((row) => (row.match(/.{1,4}/g) ?? []).join(' '))
  const text = words.cardText(share.threshold, share.count, formatDay(share.madeOn))
  const code = formatShare(share, context.cryptography)
  const save = (): void => downloadFile(`everlearned-card-${share.number}-${share.madeOn}.txt`, [words.cardTitle(share.number, share.count), words.cardFor(name), '', text, '', words.cardHow, '', ...rows, '', code, ''].join('\r\n'), 'text/plain')
  return (
    <section class="trusted-card" data-testid="trusted-card">
      <h2>{words.cardTitle(share.number, share.count)}</h2>
      <p class="strong">{words.cardFor(name)}</p>
      <p>{text}</p>
      <Qr text={code} label={words.qrLabel} />
      <p class="code share-rows" dir="ltr" aria-label={words.rowsLabel} data-testid="share-rows">{rows.join('\n')}</p>
      <p>{words.cardHow}</p>
      <div class="button-row no-print"><Button icon="download" onPress={save}>{words.fileOf(share.number)}</Button></div>
    </section>
  )
}

function numbers(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}
