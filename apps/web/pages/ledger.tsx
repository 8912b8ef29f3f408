import type { VNode } from 'preact'
import { ApiProblem, callText } from '../api.ts'
import { CopyButton, CopyLine } from '../components/copy-line.tsx'
import { Loaded } from '../components/loaded.tsx'
import { Page } from '../components/page.tsx'
import { formatNumber } from '../locale.ts'
import { ledger as words } from '../messages/en/ledger.ts'
import { node } from '../session.ts'
import { useLoaded } from '../use-loaded.ts'

/** What the node's log says of itself, in words and in its own text. */
export default function Ledger(): VNode {
  const checkpoint = useLoaded(fetchCheckpoint, [])
  return (
    <Page title={words.title} lede={words.lede}>
      <Loaded of={checkpoint}>{(text) => (text === undefined ? <p>{words.unavailable}</p> : <State text={text} />)}</Loaded>
      <section class="stack stack-tight">
        <h2>{words.whatTitle}</h2>
        <ul class="stack stack-tight">{words.what.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>
      </section>
      <section class="stack">
        <h2>{words.checkTitle}</h2>
        <p>{words.checkText}</p>
        {checkpoint.value !== undefined && (
          <>
            <h3>{words.checkpoint}</h3>
            <pre tabIndex={0} aria-label={words.checkpoint}>{checkpoint.value}</pre>
            <div><CopyButton text={checkpoint.value} label={words.copyCheckpoint} /></div>
          </>
        )}
        {node.value !== undefined && <CopyLine label={words.key} text={node.value.log.verifierKey} />}
      </section>
    </Page>
  )
}

function State({ text }: { readonly text: string }): VNode {
  const { origin, size, root } = readCheckpoint(text)
  return (
    <div class="card stack">
      <dl class="facts">
        <div><dt>{words.size}</dt><dd class="number strong">{formatNumber(size)}</dd></div>
        <div><dt>{words.root}</dt><dd><span class="code">{root}</span><p class="quiet small">{words.rootHint}</p></dd></div>
        <div><dt>{words.origin}</dt><dd class="code">{origin}</dd></div>
      </dl>
      {size === 0 && <p>{words.empty}</p>}
    </div>
  )
}

/** The first three lines of a checkpoint (C2SP tlog-checkpoint): origin, tree size, root hash. */
function readCheckpoint(text: string): { readonly origin: string, readonly size: number, readonly root: string } {
  const [origin = '', size = '0', root = ''] = text.split('\n')
  return { origin, size: Number(size), root }
}

/** The checkpoint, or undefined when the log is not there; a silent network is still a fault. */
async function fetchCheckpoint(signal: AbortSignal): Promise<string | undefined> {
  try {
    return await callText('/ledger/checkpoint', { signal })
  } catch (thrown) {
    if (thrown instanceof ApiProblem && !thrown.code.startsWith('network/')) return undefined
    throw thrown
  }
}
