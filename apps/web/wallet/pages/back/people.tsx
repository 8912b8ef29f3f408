import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { joinShares, readShare, shareRows, type JoinedShares, type ReadShare, type TrustedShare } from 'everlearned/holder'
import { webCryptography as cryptography } from 'everlearned/crypto'
import { Button } from '../../../components/button.tsx'
import { CodeScanner } from '../../../components/code-scanner.tsx'
import { TextArea } from '../../../components/field.tsx'
import { FileDrop } from '../../../components/file-drop.tsx'
import { Notice } from '../../../components/notice.tsx'
import { Page } from '../../../components/page.tsx'
import { formatDay } from '../../../locale.ts'
import { custody } from '../../../messages/custody.ts'
import { OpenWithSeed } from '../../parts/open-with-seed.tsx'

const words = custody.back

/** Takes the cards of trusted people, in any order, and says plainly what is wrong with one. */
export default function BackWithPeople(): VNode {
  const [shares, setShares] = useState<readonly TrustedShare[]>([])
  const [joined, setJoined] = useState<JoinedShares>()
  const [fault, setFault] = useState<string>()
  const [rows, setRows] = useState('')
  const [isScanning, setScanning] = useState(false)
  const hold = async (next: readonly TrustedShare[]): Promise<void> => {
    setShares(next)
    setJoined(next.length === 0 ? undefined : await joinShares(next, { cryptography }))
  }
  /** One card, or all that are in one photo. */
  const add = (texts: readonly string[]): void => {
    setScanning(false)
    setFault(undefined)
    const next = [...shares]
    for (const read of texts.map((text) => readShare(text, cryptography))) {
      if (read.kind !== 'share') setFault(explain(read))
      else if (next.some((share) => share.setId === read.share.setId && share.number === read.share.number)) setFault(words.duplicate)
      else next.push(read.share)
    }
    if (next.length === shares.length) return
    setRows('')
    void hold(next)
  }
  if (joined?.kind === 'seed') return <Page key="open" title={words.heading} crumbs={[{ href: '/restore', label: words.heading }]}><OpenWithSeed seed={joined.seed} /></Page>
  return (
    <Page title={words.peopleHeading} lede={words.peopleLede} crumbs={[{ href: '/restore', label: words.heading }]}>
      {joined !== undefined && <State joined={joined} />}
      {shares.length > 0 && (
        <ul class="ways" aria-label={words.cardsLabel}>
          {shares.map((share) => (
            <li key={`${share.setId} ${share.number}`}><span>{words.card(share.number, formatDay(share.madeOn))}</span><Button onPress={() => void hold(shares.filter((other) => other !== share))}>{words.remove}</Button></li>
          ))}
        </ul>
      )}
      {fault !== undefined && <Notice kind="fault"><p data-testid="card-fault">{fault}</p></Notice>}
      {isScanning ? <CodeScanner onTexts={add} onStop={() => setScanning(false)} /> : <div><Button icon="search" onPress={() => setScanning(true)}>{words.scan}</Button></div>}
      <form class="stack" onSubmit={(event) => { event.preventDefault(); add([rows]) }} noValidate>
        <TextArea label={words.rows} hint={words.rowsHint} value={rows} onValue={setRows} rows={6} max={2_000} />
        <div class="button-row"><Button type="submit" kind="main">{words.add}</Button></div>
      </form>
      <FileDrop label={words.cardFile} hint={words.cardFileHint} accept=".txt,text/plain" onFile={(file) => void file.slice(0, 20_000).text().then((text) => add([text]))} />
    </Page>
  )
}

function State({ joined }: { readonly joined: Exclude<JoinedShares, { readonly kind: 'seed' }> }): VNode {
  if (joined.kind === 'missing') return <Notice isLive><p data-testid="cards-missing">{words.missing(joined.more)}</p></Notice>
  if (joined.kind === 'forged') return <Notice kind="fault"><p data-testid="cards-forged">{words.forged}</p></Notice>
  return (
    <Notice kind="care" isLive>
      <p data-testid="cards-mixed">{words.mixed}</p>
      <ul>{joined.sets.map(({ setId, madeOn, numbers, threshold }) => <li key={setId}>{words.mixedSet(formatDay(madeOn), numbers.length, threshold)}</li>)}</ul>
    </Notice>
  )
}

function explain(read: Exclude<ReadShare, { readonly kind: 'share' }>): string {
  switch (read.kind) {
    case 'none': return words.none
    case 'row': return words.row(read.row)
    case 'length': return words.rowsMissing(read.rows, shareRows)
    case 'checksum': return words.damaged
    case 'version': return words.version
  }
}
