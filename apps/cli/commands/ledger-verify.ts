import { parseArgs } from 'node:util'
import { isJsonObject, parseJsonObject } from 'everlearned/credential'
import { decodeBase64url, decodeMultibase } from 'everlearned/encoding'
import { parsePolicy, parseTlogProof, parseVerifierKey, verifyCheckpoint, verifyFinalProof, type FinalProofVerdict, type TlogProof } from 'everlearned/ledger'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { verifyLedgerProof } from 'everlearned/trust'
import type { Console, Ending } from '../command.ts'
import { InputError, printResult, required, UsageError } from '../command.ts'
import { readBytes, readText } from '../files.ts'
import { readKey } from '../published-log.ts'
import type { Verb } from '../verb.ts'
import { verifyFork } from './ledger-verify-fork.ts'

interface Options {
  readonly key?: string | undefined
  readonly policy?: string | undefined
  readonly entry?: string | undefined
  readonly credential?: string | undefined
  readonly json?: boolean | undefined
}

/** Verifies a proof offline: of an entry under a policy, of a credential's signature, or of two histories. */
export const verifyProof: Verb = {
  async run(args, console) {
    const text = { type: 'string' } as const
    const { values, positionals: [path, ...surplus] } = parseArgs({
      args: [...args], allowPositionals: true, options: { key: text, policy: text, entry: text, credential: text, json: { type: 'boolean' } },
    })
    if (path === undefined || surplus.length > 0) throw new UsageError('it is ler ledger verify PROOF --policy FILE, or with --credential FILE --key KEY, or for a fork with --key KEY')
    if (values.policy !== undefined) return verifyEntry(path, { ...values, policy: values.policy }, console)
    return values.credential === undefined ? verifyFork(path, required(values.key, '--key'), { console, json: values.json }) : verifyCredential(path, values, console)
  },
}

async function verifyCredential(path: string, { key, credential, json }: Options, console: Console): Promise<Ending> {
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

async function verifyEntry(path: string, { policy: policyPath, key, entry: entryPath, json }: Options & { readonly policy: string }, console: Console): Promise<Ending> {
  const policy = parsePolicy(await readText(policyPath), cryptography.sha256)
  if (policy.logs.length === 0 && key === undefined) throw new UsageError('the policy lists no log: --key is missing')
  const { proof, entry } = await readProof(path, entryPath)
  // A network's policy may name the log of its registry, and be asked about another log whose key is given.
  const isNamed = policy.logs.some(({ key: { name } }) => name === proof.checkpoint.origin)
  const verdict = await verifyFinalProof(entry, { proof, policy: isNamed || key === undefined ? policy : { ...policy, logs: [] } }, cryptography)
  const isSigned = key === undefined ? verdict.log !== undefined : await verifyCheckpoint(proof.checkpoint, parseVerifierKey(await readKey(key), cryptography.sha256), cryptography)
  const found = { ...judge(verdict, isSigned), ...shown(proof, verdict) }
  printResult(console, json, found, () => describe(found))
  return found.outcome === 'passed' ? 'done' : found.outcome
}

/** A proof with its entry: as extra data, in a file of its own, or both in one JSON object. */
async function readProof(path: string, entryPath: string | undefined): Promise<{ readonly proof: TlogProof; readonly entry: Uint8Array }> {
  const text = await readText(path)
  const { proof: inner, entry: encoded } = text.trimStart().startsWith('{') ? parseJsonObject(new TextEncoder().encode(text)) : { proof: text, entry: undefined }
  if (typeof inner !== 'string') throw new InputError(`Cannot read ${path}: it holds no proof`)
  const proof = parseTlogProof(inner)
  const entry = entryPath === undefined ? (typeof encoded === 'string' ? decodeBase64url(encoded) : proof.extra) : await readBytes(entryPath)
  if (entry === undefined) throw new UsageError('the proof does not carry its entry: --entry is missing')
  return { proof, entry }
}

interface Judgement {
  readonly outcome: 'passed' | 'failed' | 'unknown'
  readonly code?: string
  readonly reason?: string
}

function judge({ isIncluded, isFinal, forged }: FinalProofVerdict, isSigned: boolean): Judgement {
  if (!isIncluded) return { outcome: 'failed', code: 'ledger/entry-not-included', reason: 'the proof does not lead from the entry to the root of its checkpoint' }
  if (!isSigned) return { outcome: 'failed', code: 'ledger/checkpoint-signature-invalid', reason: 'the checkpoint is not signed by the log' }
  if (forged.length > 0) return { outcome: 'failed', code: 'ledger/cosignature-forged', reason: 'a cosignature is wrong' }
  return isFinal ? { outcome: 'passed' } : { outcome: 'unknown', code: 'ledger/not-final', reason: 'the cosigners of this checkpoint are no quorum of the policy' }
}

function shown({ index, checkpoint: { origin, size } }: TlogProof, { isFinal, cosigners, missing, forged }: FinalProofVerdict) {
  return { origin, index, size, isFinal, cosigners: cosigners.map(({ name, at }) => ({ name, at: new Date(at * 1_000).toISOString() })), missing, forged }
}

function describe(found: Judgement & ReturnType<typeof shown>): string {
  const { origin, index, size, cosigners, missing } = found
  const lines = cosigners.map(({ name, at }) => `  ${name}, ${at}`)
  const who = [...lines, ...missing.map((name) => `  ${name}: not`)]
  if (found.outcome === 'failed') return `NOT proven: ${found.reason} [${found.code}]`
  return [`Entry ${index} of ${origin} is in the log of ${size} entries, ${found.isFinal ? 'and final' : 'but NOT final'}; cosigned by`, ...who].join('\n')
}
