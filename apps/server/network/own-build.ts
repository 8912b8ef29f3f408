/**
 * What this node serves to wallets, said on its log before it is asked for: a build that one person alone was given would stand in
 * public or be refused by their wallet (docs/decisions/0018-builds-on-the-ledger.md).
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodeHex } from 'everlearned/encoding'
import { buildsOf, formatArchiveProof, parseBuildManifest, signEntry, TrustError, type ArchiveProof, type RecordedBuild } from 'everlearned/trust'
import type { Config } from '../config.ts'
import type { NodeContext } from '../context.ts'
import type { IssuingContext } from '../issuing/issuing-context.ts'
import { ServerError } from '../server-error.ts'
import { ownEntries } from './log-entries.ts'
import { rulesInForce } from './rules-in-force.ts'

/** The manifest of the wallet's pages, by the digest under which it is recorded. */
export interface OwnBuild {
  readonly bytes: Uint8Array
  readonly digest: string
  readonly version: string
}

/** The build that lies in the folder of the wallet's pages; undefined where none was made, or none that can be read. */
export function readOwnBuild({ config: { pages }, cryptography: { sha256 } }: { readonly config: Pick<Config, 'pages'> } & Pick<NodeContext, 'cryptography'>): OwnBuild | undefined {
  const path = join(pages.wallet, 'build.json')
  if (!existsSync(path)) return undefined
  const bytes = Uint8Array.from(readFileSync(path))
  try {
    return { bytes, digest: encodeHex(sha256(bytes)), version: parseBuildManifest(bytes).version }
  } catch (cause) {
    // Wallets refuse it as well; the node itself does not need it.
    if (cause instanceof TrustError) return undefined
    throw cause
  }
}

/**
 * Records the build that this node serves, unless the last one on the log is the same; call it again and again. Answers what it
 * recorded. A refusal is told once, and tried again when the log or the registry that it follows has grown.
 */
export function createBuildRecorder(context: IssuingContext): () => Promise<RecordedBuild | undefined> {
  const build = readOwnBuild(context)
  let [tried, told] = ['', '']
  return async () => {
    const { registry } = context.judgedLog
    const rules = rulesInForce(context)
    const state = `${registry.size} ${rules?.at}`
    if (build === undefined || registry.size === 0 || rules === undefined || state === tried || buildsOf(registry).at(-1)?.digest === build.digest) return undefined
    tried = state
    const answer = await record(build, context)
    if (typeof answer !== 'string') return answer
    if (answer === told) return undefined
    told = answer
    throw new ServerError('ledger/statement-refused', `Cannot record the build that wallets are served: the rules of the log do not allow it (${answer})`)
  }
}

async function record({ digest }: OwnBuild, { config, judgedLog, operatorKey }: IssuingContext): Promise<RecordedBuild | string> {
  const { registry } = judgedLog
  const { operator: issuer } = registry
  if (issuer === undefined) return 'trust/operator-unknown'
  const id = `${config.walletBaseUrl}/build.json`
  const payload = { issuer, sequence: registry.sequences.get(issuer) ?? 0, kind: 'build', id, digest } as const
  const [answer] = await judgedLog.submit({ entries: [await signEntry({ type: 'archive', payload }, { origin: registry.origin, signers: [operatorKey] })] })
  return answer?.ok === true ? { id, issuer, digest, index: answer.index } : answer?.code ?? 'trust/log-behind'
}

/** Where a build stands on this node's log: the last time that it was recorded. */
export interface BuildPlace {
  readonly state: 'pending' | 'recorded'
  readonly index?: number
  readonly proof?: ArchiveProof
}

/** The proof that a build is recorded; pending while it is not, or not finally. Untrusted: the digest. */
export async function proveBuild(digest: string, { ledger, judgedLog, finality }: Pick<NodeContext, 'ledger' | 'judgedLog' | 'finality'>): Promise<BuildPlace> {
  const final = await finality.checkpoint()
  const recorded = buildsOf(judgedLog.registry).findLast((build) => build.digest === digest && build.index < (final?.size ?? 0))
  const [entry] = recorded === undefined ? [] : await ownEntries(ledger)(recorded.index, recorded.index + 1)
  if (recorded === undefined || entry === undefined) return { state: 'pending' }
  return { state: 'recorded', index: recorded.index, proof: formatArchiveProof({ entry, proof: await ledger.tlogProof(recorded.index, final) }) }
}
