import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { useRoute } from 'preact-iso'
import { webCryptography } from 'everlearned/crypto'
import type { ApiProblem } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-line.tsx'
import { Empty } from '../../components/empty.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { formatNumber } from '../../locale.ts'
import { ledger as words } from '../../messages/ledger.ts'
import { entryPage, fetchEntry, fetchNetwork, issuerPage, type Network, type ProvenEntry } from '../../network-api.ts'
import { saveText } from '../../save-text.ts'
import { useLoaded } from '../../use-loaded.ts'
import { payloadOf, readProvenEntry, type ReadEntry } from './check-entry.ts'
import { CheckHere } from './check-here.tsx'
import { describeEntry, shorten } from './describe-entry.ts'
import { FinalTag } from './entry-list.tsx'
import './ledger.css'
import { PayloadFacts } from './payload-facts.tsx'
import { ProofPicture } from './proof-picture.tsx'
import { useNames } from './use-names.ts'


/** One entry: what it says, who signed it, where it stands, and the check that this browser makes itself. */
export default function EntryPage(): VNode {
  const { params } = useRoute()
  const index = /^\d{1,15}$/.test(params['index'] ?? '') ? Number(params['index']) : -1
  const loaded = useLoaded(async (signal) => {
    const [entry, network] = await Promise.all([index < 0 ? undefined : findEntry(index, signal), fetchNetwork(signal)])
    return { entry, network }
  }, [index])
  return (
    <Page key={index} width="desk" title={words.entryTitle(index < 0 ? '?' : formatNumber(index))} crumbs={[{ href: '/ledger', label: words.backToList }]}>
      <Loaded of={loaded}>
        {({ entry, network }) => (entry === undefined ? <Unknown network={network} /> : <Shown key={entry.index} shown={entry} network={network} />)}
      </Loaded>
    </Page>
  )
}

/** The entry, or undefined when the log has none of this number. */
async function findEntry(index: number, signal: AbortSignal): Promise<ProvenEntry | undefined> {
  try {
    return await fetchEntry(index, signal)
  } catch (thrown) {
    if (isNotFound(thrown)) return undefined
    throw thrown
  }
}

const isNotFound = (thrown: unknown): boolean => thrown instanceof Error && 'code' in thrown && (thrown as ApiProblem).code.endsWith('not-found')

function Unknown({ network: { finality } }: { readonly network: Network }): VNode {
  return <Empty title={words.entryUnknownTitle}><p>{words.entryUnknown(formatNumber(finality.pendingSize))}</p><ButtonLink href="/ledger">{words.backToList}</ButtonLink></Empty>
}

function Shown({ shown, network }: { readonly shown: ProvenEntry, readonly network: Network }): VNode {
  const [read] = useState(() => readProvenEntry(shown, webCryptography))
  // What is shown is read from the bytes; the node's own reading only where they cannot be read.
  const entry = read === undefined ? shown : { ...shown, type: read.entry.type, payload: payloadOf(read.entry) }
  const names = useNames([entry])
  const { finality, policy, self } = network
  return (
    <>
      <div class="two-sides">
        <div class="stack stack-loose">
          <div class="card stack">
            <h2>{describeEntry(entry, names)}</h2>
            <div><FinalTag isFinal={shown.final} /></div>
            <p class="quiet">{shown.final ? words.isFinal : words.isWaiting}</p>
            <PayloadFacts entry={entry} names={names} />
          </div>
          <Signers shown={shown} />
          <CheckHere shown={shown} rules={{ origin: self.origin, verifierKey: self.verifierKey, policy: policy.text }} />
        </div>
        <Proof shown={shown} read={read} />
      </div>
      <nav class="pager" aria-label={words.pages}>
        {shown.index > 0 && <a class="link-touch" href={entryPage(shown.index - 1)}>{words.previous}</a>}
        {shown.index + 1 < finality.pendingSize && <a class="link-touch" href={entryPage(shown.index + 1)}>{words.next}</a>}
      </nav>
    </>
  )
}

function Signers({ shown: { signedBy } }: { readonly shown: ProvenEntry }): VNode {
  return (
    <section class="stack">
      <h2>{words.whoSigned}</h2>
      <ul class="stack stack-tight">
        {signedBy.map(({ key, did, name }) => (
          <li key={key}>
            {did === null ? <span>{words.unknownKey}</span> : <a href={issuerPage(did)}>{name ?? shorten(did)}</a>}
            <br /><span class="quiet small">{words.signedWith} <span class="code">{key}</span></span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Proof({ shown: { index, bytes, proof }, read }: { readonly shown: ProvenEntry, readonly read: ReadEntry | undefined }): VNode {
  return (
    <section class="stack">
      <h2>{words.proofTitle}</h2>
      {read?.proof === undefined ? <p>{words.noProof}</p> : (
        <>
          <p>{words.proofText(read.proof.hashes.length)}</p>
          <ProofPicture index={read.proof.index} size={read.proof.checkpoint.size} leafHash={read.leafHash} steps={read.steps} />
        </>
      )}
      <div class="button-row">
        <CopyButton text={bytes} label={words.copyEntry} />
        {proof !== null && <CopyButton text={proof} label={words.copyProof} />}
        {proof !== null && <Button icon="download" onPress={() => saveText(`entry-${index}.tlog-proof`, 'text/plain', proof)}>{words.saveProof}</Button>}
      </div>
    </section>
  )
}
