import type { VNode } from 'preact'
import { useId, useState } from 'preact/hooks'
import { completeWord, phraseLength, readPhrase, type PhraseSuspect, type ReadPhrase } from 'everlearned/holder'
import { Button } from '../../../components/button.tsx'
import { Notice } from '../../../components/notice.tsx'
import { Page } from '../../../components/page.tsx'
import { formatList } from '../../../locale.ts'
import { custody } from '../../../messages/custody.ts'
import { OpenWithSeed } from '../../parts/open-with-seed.tsx'

const words = custody.back

/** Takes the words of a wallet, helps while they are typed, and says which of them cannot be right. */
export default function BackWithWords(): VNode {
  const [typed, setTyped] = useState<readonly string[]>(Array<string>(phraseLength).fill(''))
  const [read, setRead] = useState<ReadPhrase>()
  const [near, setNear] = useState('')
  const list = useId()
  const check = (next: readonly string[]): void => {
    setTyped(next)
    setRead(readPhrase(next.join(' ')))
  }
  /** Several words at once fill the fields that follow. */
  const type = (index: number, value: string): void => {
    const several = value.toLowerCase().split(/[^a-z]+/).filter((word) => word !== '')
    setNear(several.length === 1 ? value : '')
    if (several.length < 2) return setTyped(typed.with(index, value))
    setTyped(typed.map((word, at) => several[at - index] ?? word))
  }
  const finish = (index: number): void => {
    const [only, ...others] = completeWord(typed[index] ?? '', 2)
    if (only !== undefined && (others.length === 0 || only === typed[index]?.trim().toLowerCase())) setTyped(typed.with(index, only))
  }
  if (read?.kind === 'seed') return <Page key="open" title={words.heading} crumbs={[{ href: '/restore', label: words.heading }]}><OpenWithSeed seed={read.seed} /></Page>
  const unknown = read?.kind === 'unknown' ? read.positions : []
  return (
    <Page title={words.wordsHeading} lede={words.wordsLede} crumbs={[{ href: '/restore', label: words.heading }]}>
      <form class="stack" onSubmit={(event) => { event.preventDefault(); check(typed) }} noValidate>
        {read !== undefined && <Fault read={read} onTry={(suspect) => check(repaired(typed, suspect))} />}
        <datalist id={list}>{completeWord(near).map((word) => <option key={word} value={word} />)}</datalist>
        <ol class="phrase-fields">
          {typed.map((word, index) => (
            <li key={index}>
              <label for={`word-${index + 1}`}>{custody.phrase.word(index + 1)}</label>
              <input id={`word-${index + 1}`} class="input" dir="ltr" lang="en" autoComplete="off" autoCapitalize="none" spellcheck={false} list={list} value={word} aria-invalid={unknown.includes(index + 1) ? true : undefined}
                onFocus={() => setNear(word)} onBlur={() => finish(index)} onInput={(event) => type(index, event.currentTarget.value)} />
            </li>
          ))}
        </ol>
        <div class="button-row"><Button type="submit" kind="main">{words.wordsGo}</Button></div>
      </form>
    </Page>
  )
}

function Fault({ read, onTry }: { readonly read: Exclude<ReadPhrase, { readonly kind: 'seed' }>, readonly onTry: (suspect: PhraseSuspect) => void }): VNode {
  if (read.kind === 'length') return <Notice kind="fault"><p data-testid="phrase-length">{words.length(read.count)}</p></Notice>
  if (read.kind === 'unknown') return <Notice kind="fault"><p data-testid="phrase-unknown">{words.unknown(formatList(read.positions.map(String)))}</p></Notice>
  return (
    <Notice kind="fault">
      <p data-testid="phrase-checksum">{words.checksum}</p>
      {read.suspects.slice(0, 4).map((suspect) => (
        <p key={`${suspect.kind} ${suspect.position}`}>
          {suspect.kind === 'word' ? words.suspectWord(suspect.position, suspect.word) : words.suspectSwapped(suspect.position)}{' '}
          <Button kind="link" onPress={() => onTry(suspect)}>{words.tryIt}</Button>
        </p>
      ))}
    </Notice>
  )
}

function repaired(typed: readonly string[], suspect: PhraseSuspect): readonly string[] {
  const at = suspect.position - 1
  return suspect.kind === 'word' ? typed.with(at, suspect.word) : typed.toSpliced(at, 2, typed[at + 1] ?? '', typed[at] ?? '')
}
