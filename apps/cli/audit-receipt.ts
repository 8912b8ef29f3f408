import { EverlearnedError } from 'everlearned/error'
import {
  formatForkProof, formatTlogProof, hashOrigin, httpLogReader, judgeReceipt, parsePolicy, parseReceipt, type LedgerReceipt, type LogReader, type LogView, type Policy, type ReceiptVerdict,
} from 'everlearned/ledger'
import { folderLogReader, nativeCryptography as cryptography } from 'everlearned/node'
import type { Console, Ending } from './command.ts'
import { InputError, printResult, UsageError } from './command.ts'
import { readText, writeWhole } from './files.ts'
import { parseJson } from './parse-json.ts'
import { fetchResource, isAddress, prefixOf, readKey } from './published-log.ts'

/** One file of a place that may be silent takes no longer. */
const fileMilliseconds = 10_000

/** What a receipt is held against. */
export interface ReceiptAudit {
  readonly receipt: string
  /** Where the log is now; without it, where it was when it gave the receipt. */
  readonly target: string | undefined
  readonly mirrors: readonly string[]
  readonly policy: string | undefined
  /** Of a log that took another key since. */
  readonly key: string | undefined
  readonly within: string | undefined
  readonly out: string | undefined
  readonly json: boolean | undefined
}

/** Holds what a log gave for an entry against what it and its mirrors show. Untrusted: all of it. */
export async function auditReceipt(audit: ReceiptAudit, console: Console): Promise<Ending> {
  const receipt = await readReceipt(audit)
  const log = viewOf(audit.target ?? receipt.url)
  const given = audit.mirrors.map(viewOf)
  const policy = await readPolicy(audit.policy, [...given, log])
  // Whom to ask, nobody tells but the caller.
  const mirrors = audit.policy === undefined ? given : [...given, ...membersOf(policy, receipt)]
  const withinSeconds = readSeconds(audit.within)
  const laterKeys = audit.key === undefined ? [] : [await readKey(audit.key)]
  const verdict = await judgeReceipt(receipt, { log, mirrors, policy, laterKeys, now: console.now, cryptography, ...(withinSeconds === undefined ? {} : { withinSeconds }) })
  const evidence = evidenceOf(verdict, receipt)
  if (audit.out !== undefined && evidence !== undefined) await writeWhole(audit.out, evidence)
  printResult(console, audit.json, shown(verdict, receipt), () => describe(verdict, receipt))
  return verdict.outcome === 'passed' ? 'done' : verdict.outcome
}

async function readReceipt({ receipt: path }: ReceiptAudit): Promise<LedgerReceipt> {
  try {
    return parseReceipt(parseJson(await readText(path), path))
  } catch (cause) {
    if (cause instanceof EverlearnedError) throw new InputError(`Cannot read ${path}: ${cause.message}`, { cause })
    throw cause
  }
}

function viewOf(target: string): LogView {
  return { name: target, read: isAddress(target) ? httpLogReader(prefixOf(target), fetchQuickly) : folderLogReader(target) }
}

/** Whoever is slow is asked no further. */
function fetchQuickly(url: string): Promise<Response> {
  return fetchResource(url, { signal: AbortSignal.timeout(fileMilliseconds) })
}

/** The policy of a file, or what a mirror shows, or else the log itself. */
async function readPolicy(path: string | undefined, views: readonly LogView[]): Promise<Policy> {
  if (path !== undefined) return parsePolicy(await readText(path), cryptography.sha256)
  for (const { read } of views) {
    try {
      const bytes = await read('policy')
      if (bytes !== undefined) return parsePolicy(new TextDecoder().decode(bytes), cryptography.sha256)
    } catch {
      // The next one may tell.
    }
  }
  throw new UsageError('neither the log nor a mirror shows a policy: --policy is missing')
}

/** Those who cosign hold copies: a light process under the origin of the log, any of them what it cosigned. */
function membersOf({ witnesses }: Policy, { proof: { checkpoint: { origin } } }: LedgerReceipt): readonly LogView[] {
  return witnesses.flatMap(({ name, url }) => {
    if (url === undefined) return []
    const [copy, cosigned] = [httpLogReader(`${prefixOf(url)}/${origin}`, fetchQuickly), httpLogReader(`${prefixOf(url)}/${hashOrigin(origin, cryptography.sha256)}`, fetchQuickly)]
    const read: LogReader = async (file) => (await copy(file)) ?? (file === 'checkpoint' ? cosigned(file) : undefined)
    return [{ name, read }]
  })
}

function readSeconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new UsageError('--within must be a number of seconds')
}

/** What convicts the log, or what proves the entry for good. */
function evidenceOf({ forks: [fork], proof }: ReceiptVerdict, { entry }: LedgerReceipt): string | undefined {
  if (fork !== undefined) return `${JSON.stringify(formatForkProof(fork), null, 2)}\n`
  return proof === undefined ? undefined : formatTlogProof({ ...proof, extra: entry })
}

function shown({ state, outcome, code, reason, deadline, witnesses, forks, proof }: ReceiptVerdict, receipt: LedgerReceipt): Readonly<Record<string, unknown>> {
  const { index, checkpoint: { origin, size } } = receipt.proof
  return {
    outcome, state, ...(code === undefined ? {} : { code, reason }), origin, key: receipt.verifierKey, index, size, receivedAt: receipt.receivedAt.toISOString(), deadline: deadline.toISOString(),
    finalSize: proof?.checkpoint.size ?? null,
    places: witnesses.map(({ name, size: shownSize, finalSize, isHolding }) => ({ name, size: shownSize ?? null, finalSize: finalSize ?? null, isHolding })),
    forks: forks.map(formatForkProof),
  }
}

function describe({ state, code, reason, deadline, witnesses, proof }: ReceiptVerdict, receipt: LedgerReceipt): string {
  const { index, checkpoint: { origin } } = receipt.proof
  // Whose key that is, the caller has to know: anybody can make one for any name.
  const places = witnesses.map(({ name, size, isHolding }) => `  ${name}: ${size === undefined ? 'shows nothing' : `${size} entries, ${isHolding ? 'this one there' : 'not this one'}`}`)
  const heading = {
    kept: `Kept: entry ${index} of ${origin} is final, under its checkpoint of ${proof?.checkpoint.size} entries.`,
    pending: `Not yet: ${reason}; it may take until ${deadline.toISOString()} [${code}]`,
    withheld: `NOT kept: ${reason}; the time was over at ${deadline.toISOString()} [${code}]`,
    contradicted: `NOT kept: ${reason} [${code}]`,
    invalid: `No receipt of this log: ${reason} [${code}]`,
    unseen: `Not known: ${reason} [${code}]`,
  }[state]
  return [heading, `The receipt is signed under ${receipt.verifierKey}`, ...places].join('\n')
}
