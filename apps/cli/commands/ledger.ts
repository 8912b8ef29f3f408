import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { isJsonObject, parseJsonObject } from 'everlearned/credential'
import { decodeMultibase, encodeBase64 } from 'everlearned/encoding'
import { EverlearnedError } from 'everlearned/error'
import type { AuditReport, LogReader } from 'everlearned/ledger'
import { auditLog, httpLogReader, parseVerifierKey } from 'everlearned/ledger'
import { folderLogReader, nativeCryptography as cryptography } from 'everlearned/node'
import { parseEntry, verifyLedgerProof } from 'everlearned/trust'
import type { Command, Console, Ending } from '../command.ts'
import { InputError, printResult, required, UnavailableError, UsageError } from '../command.ts'
import { readBytes, readText } from '../files.ts'

export const ledger: Command = {
  help: `ler ledger audit DIR|URL [--key KEY|FILE]
    Re-computes a whole log from its entries up: every tile, the root, the signature, every entry. URL is that of the log, for
    example http://localhost:4000/ledger; it is fetched from. Without --key the key that the log itself shows is used: that
    proves that the log agrees with itself, and not whose it is.
ler ledger verify PROOF --credential FILE --key KEY|FILE
    Verifies offline that the log recorded the signature of the credential.
ler ledger key URL
    Shows the verifier key of the log at URL.

  --json   audit: { "outcome", "size", "root", "key", "findings": [{ "code", "path", "reason", "index" }] };
           verify: { "outcome", "code", "reason", "recordedIn" }; key: { "key" }`,
  async run(args, console) {
    const { values, positionals } = parseArgs({
      args: [...args], allowPositionals: true, options: { key: { type: 'string' }, credential: { type: 'string' }, json: { type: 'boolean' } },
    })
    const [verb, target, ...surplus] = positionals
    if (target === undefined || surplus.length > 0) throw new UsageError('it is ler ledger audit, verify or key with one argument')
    if (verb === 'audit') return audit(target, values, console)
    if (verb === 'verify') return verifyProof(target, values, console)
    if (verb !== 'key') throw new UsageError('it is ler ledger audit, verify or key')
    const key = await fetchKey(target)
    printResult(console, values.json, { key }, () => key)
    return 'done'
  },
}

interface Options {
  readonly key?: string | undefined
  readonly credential?: string | undefined
  readonly json?: boolean | undefined
}

async function audit(target: string, options: Options, console: Console): Promise<Ending> {
  const isRemote = /^https?:\/\//.test(target)
  if (!isRemote && !existsSync(join(target, 'checkpoint'))) throw new InputError(`Cannot audit ${target}: no file "checkpoint" there`)
  const key = options.key !== undefined ? await readKey(options.key) : isRemote ? await fetchKey(target) : await readShownKey(target)
  const reader = isRemote ? httpLogReader(target, fetchResource) : folderLogReader(target)
  const report = await auditLog(patient(reader), { verifierKey: key, cryptography, checkEntry })
  const outcome = report.findings.length === 0 ? 'passed' : 'failed'
  const { size, findings, root, isCutShort } = report
  printResult(console, options.json, { outcome, size: size ?? null, root: root === undefined ? null : encodeBase64(root), key, isCutShort, findings }, () => describeAudit(report, key))
  return outcome === 'passed' ? 'done' : 'failed'
}

/** A network that fails is no verdict on the log. */
function patient(reader: LogReader): LogReader {
  return async (path) => {
    try {
      return await reader(path)
    } catch (cause) {
      if (cause instanceof EverlearnedError || !(cause instanceof TypeError || (cause instanceof Error && cause.name === 'TimeoutError'))) throw cause
      throw new UnavailableError('Cannot reach the log', { cause })
    }
  }
}

/** Answers the code of what is wrong with an entry: the rules that every reader of the log applies. */
function checkEntry(entry: Uint8Array<ArrayBuffer>): string | undefined {
  try {
    parseEntry(entry)
    return undefined
  } catch (error) {
    if (error instanceof EverlearnedError) return error.code
    throw error
  }
}

function describeAudit({ size, findings, isCutShort }: AuditReport, key: string): string {
  if (findings.length === 0) return `The log is sound: ${size} entries, every tile and the root re-computed, signed by\n${key}`
  const lines = findings.map(({ path, reason, code, index }) => `  ✗ ${path}${index === undefined ? '' : `, entry ${index}`}: ${reason} [${code}]`)
  return ['The log is NOT sound:', ...lines, ...(isCutShort ? ['  … the audit stopped there'] : [])].join('\n')
}

async function verifyProof(path: string, { key, credential, json }: Options, console: Console): Promise<Ending> {
  const document = parseJsonObject(await readBytes(required(credential, '--credential')))
  const { proof, issuer } = document
  const [first] = Array.isArray(proof) ? proof : [proof]
  const issuerId = isJsonObject(issuer) ? issuer['id'] : issuer
  if (!isJsonObject(first) || typeof first['proofValue'] !== 'string' || typeof issuerId !== 'string') throw new InputError(`Cannot read ${credential}: it is no signed credential`)
  const proofBytes = decodeMultibase(first['proofValue'], 'z')
  const finding = await verifyLedgerProof(parseJsonObject(await readBytes(path)), { proofBytes, issuer: issuerId, logs: [await readKey(required(key, '--key'))], cryptography })
  printResult(console, json, finding, () => (finding.outcome === 'passed' ? `Recorded in ${finding.recordedIn.origin}, entry ${finding.recordedIn.index}` : `${finding.reason} [${finding.code}]`))
  return finding.outcome === 'passed' ? 'done' : finding.outcome
}

/** A verifier key as such, or the path of a file that holds one. */
async function readKey(value: string): Promise<string> {
  const key = /^[^\s/][^\s]*\+[0-9a-f]{8}\+/.test(value) ? value : (await readText(value)).trim()
  parseVerifierKey(key, cryptography.sha256)
  return key
}

/** The key that lies beside a log on disk, as a node writes it there. */
async function readShownKey(folder: string): Promise<string> {
  const path = join(folder, 'key')
  if (!existsSync(path)) throw new UsageError('--key is missing, and no file "key" lies beside the log')
  return readKey(path)
}

async function fetchKey(url: string): Promise<string> {
  if (!URL.canParse(url) || !/^https?:/.test(url)) throw new UsageError('the URL of a log begins with http:// or https://')
  const response = await fetchResource(`${url.replace(/\/+$/, '')}/key`).catch((cause: unknown) => {
    throw new UnavailableError('Cannot reach the log', { cause })
  })
  if (!response.ok) throw new UnavailableError(`Cannot fetch the key of the log: the answer was ${response.status}`)
  const key = (await response.text()).slice(0, 1_000).trim()
  parseVerifierKey(key, cryptography.sha256)
  return key
}

/** The address is the caller's own choice, so any may be asked; it must answer in time. */
function fetchResource(url: string): Promise<Response> {
  return fetch(url, { signal: AbortSignal.timeout(30_000), redirect: 'error' })
}
