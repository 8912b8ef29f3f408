import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../components/button.tsx'
import { CodeScanner } from '../components/code-scanner.tsx'
import { TextArea } from '../components/field.tsx'
import { FileDrop } from '../components/file-drop.tsx'
import { Notice } from '../components/notice.tsx'
import { Page } from '../components/page.tsx'
import { verify as words } from '../messages/verify.ts'
import { readShareLink } from '../share-link.ts'
import { useJudgement } from '../use-judgement.ts'
import { VerdictView } from './verify-verdict.tsx'

/** Checks any record, without an account and without sending it anywhere. */
export default function Verify(): VNode {
  const { state, judgeBytes, judgeAgain, openShare } = useJudgement()
  const [text, setText] = useState('')
  const [fault, setFault] = useState<string>()
  const [isScanning, setScanning] = useState(false)
  const take = (input: string): void => {
    setScanning(false)
    const share = readShareLink(input)
    if (share === undefined) judgeBytes(new TextEncoder().encode(input))
    else openShare(share)
  }
  const submit = (event: Event): void => {
    event.preventDefault()
    setFault(text.trim() === '' ? words.pasteMissing : undefined)
    if (text.trim() !== '') take(text)
  }
  const takeFile = (file: File): void => void file.arrayBuffer().then((buffer) => judgeBytes(new Uint8Array(buffer)))
  if (state.kind === 'judged') return <Page key="judged" title={words.title}><VerdictView judgement={state.judgement} onAsk={judgeAgain} /></Page>
  return (
    <Page key="asking" title={words.title} lede={words.lede}>
      <div aria-live="polite">
        {state.kind === 'working' && <p class="quiet">{words.working}</p>}
        {state.kind === 'fault' && <Notice kind="fault" title={state.words.title}><p>{state.words.text}</p></Notice>}
      </div>
      {isScanning ? <CodeScanner onText={take} onStop={() => setScanning(false)} /> : (
        <div class="stack stack-loose">
          <FileDrop label={words.drop} hint={words.dropHint} accept=".json,.jsonld,.png,.svg,.jwt,.sdjwt,.cose,.vc,.vp,.1ob,.1clr,.txt,application/json,image/png,image/svg+xml" onFile={takeFile} />
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
