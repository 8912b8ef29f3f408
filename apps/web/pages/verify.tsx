import type { VNode } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../components/button.tsx'
import { CodeScanner } from '../components/code-scanner.tsx'
import { TextArea } from '../components/field.tsx'
import { FileDrop } from '../components/file-drop.tsx'
import { Notice } from '../components/notice.tsx'
import { Page } from '../components/page.tsx'
import { formatList, formatNumber } from '../locale.ts'
import { verify as words } from '../messages/verify.ts'
import { readShareLink } from '../share-link.ts'
import { useJudgement } from '../use-judgement.ts'
import { VerdictView } from './verify-verdict.tsx'

/** The codes of a card that were read so far. */
interface CardParts { readonly codes: readonly string[]; readonly missing: readonly number[]; readonly count: number }

/** Checks any record, without an account and without sending it anywhere. */
export default function Verify(): VNode {
  const { state, judgeBytes, judgeAgain, judgePerson, openShare, startAgain } = useJudgement()
  const [text, setText] = useState('')
  const [fault, setFault] = useState<string>()
  const [isScanning, setScanning] = useState(false)
  const [card, setCard] = useState<CardParts>()
  const latest = useRef<CardParts>()
  useEffect(() => void import('../kept-lists.ts').then(({ keepLists }) => keepLists()).catch(() => undefined), [])
  const keepCard = (parts: CardParts | undefined): void => {
    latest.current = parts
    setCard(parts)
  }
  const takeCard = async (texts: readonly string[]): Promise<void> => {
    const { collectCard } = await import('../collect-card.ts')
    const collected = collectCard(latest.current?.codes ?? [], texts)
    keepCard(collected.kind === 'parts' ? collected : undefined)
    setScanning(collected.kind === 'parts')
    if (collected.kind !== 'parts') judgeBytes(collected.kind === 'whole' ? collected.bytes : new TextEncoder().encode(texts.join('\n')))
  }
  const take = (texts: readonly string[]): void => {
    const [input = ''] = texts
    if (texts.some(isCardCode)) return void takeCard(texts.filter(isCardCode))
    setScanning(false)
    const share = readShareLink(input)
    if (share === undefined) judgeBytes(new TextEncoder().encode(input))
    else openShare(share)
  }
  const submit = (event: Event): void => {
    event.preventDefault()
    setFault(text.trim() === '' ? words.pasteMissing : undefined)
    if (text.trim() !== '') take([text])
  }
  const takeFile = async (file: File): Promise<void> => {
    const bytes = new Uint8Array(await file.arrayBuffer())
    const texts = isPhoto(file, bytes) ? await (await import('../read-code.ts')).readCodesOfPhoto(file) : []
    if (texts.length > 0) take(texts)
    else judgeBytes(bytes)
  }
  const ask = card === undefined ? undefined : words.cardParts(card.count - card.missing.length, card.count, formatList(card.missing.map(formatNumber)))
  if (state.kind === 'judged') return <Page key="judged" title={words.title}><VerdictView judgement={state.judgement} onAsk={judgeAgain} onPerson={judgePerson} onAgain={startAgain} /></Page>
  return (
    <Page key="asking" title={words.title} lede={words.lede}>
      <div aria-live="polite">
        {state.kind === 'working' && <p class="quiet">{words.working}</p>}
        {state.kind === 'fault' && <Notice kind="fault" title={state.words.title}><p>{state.words.text}</p></Notice>}
      </div>
      {isScanning ? <CodeScanner key={card?.missing.join() ?? ''} ask={ask} onTexts={take} onStop={() => { keepCard(undefined); setScanning(false) }} /> : (
        <div class="stack stack-loose">
          <FileDrop label={words.drop} hint={words.dropHint} accept=".json,.jsonld,.png,.svg,.jpg,.jpeg,.webp,.jwt,.sdjwt,.cose,.vc,.vp,.1ob,.1clr,.txt,application/json,image/*" onFile={(file) => void takeFile(file)} />
          <form class="stack" onSubmit={submit} noValidate>
            <TextArea label={words.paste} hint={words.pasteHint} value={text} onValue={setText} rows={4} fault={fault} />
            <div class="button-row">
              <Button type="submit" kind="main">{words.check}</Button>
              <Button icon="search" onPress={() => setScanning(true)}>{words.scan}</Button>
            </div>
          </form>
        </div>
      )}
    </Page>
  )
}

/** A code of a card on paper, of whatever version. */
const isCardCode = (text: string): boolean => /^\s*LER\d+[:/]/.test(text)

/** Badges carry their record inside the file (Open Badges 3.0, "Baking"); other pictures are of something with a code on it. */
function isPhoto(file: File, bytes: Uint8Array): boolean {
  if (!file.type.startsWith('image/') || file.type.includes('svg')) return false
  return !new TextDecoder('latin1').decode(bytes.subarray(0, 4_096)).includes('openbadge')
}
