import { parseArgs } from 'node:util'
import { parseJson } from '../parse-json.ts'
import { formatPolicy, lintPolicy, parsePolicy, parseVerifierKey, type PolicyLint } from 'everlearned/ledger'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { accreditationBases, draftPolicy, governanceActor, parseMembers, policyAt } from 'everlearned/trust'
import type { Console, Ending } from '../command.ts'
import { InputError, printResult, required, UsageError } from '../command.ts'
import { draftFreeing, draftRules } from '../draft-decision.ts'
import { readText, writeWhole } from '../files.ts'
import { readKeyFile } from '../key-file.ts'
import { entryOf, missingSignatures, readDraft, signDraft, type Decision, type PolicyDraft } from '../policy-draft.ts'
import { openPublishedLog, readKey } from '../published-log.ts'
import { replayLog } from '../replay-log.ts'
import { serverCommand } from '../start-server.ts'
import { submitEntry } from '../submit-entry.ts'
import type { Verb } from '../verb.ts'

interface Options {
  readonly 'log-key'?: string | undefined
  readonly members?: string | undefined
  readonly accredit?: string | undefined
  readonly free?: string | undefined
  readonly rules?: string | undefined
  readonly scope?: readonly string[] | undefined
  readonly basis?: string | undefined
  readonly log?: string | undefined
  readonly key?: string | undefined
  readonly data?: string | undefined
  readonly out?: string | undefined
  readonly json?: boolean | undefined
}

/** Drafts, signs, judges and submits the policy of a network. */
export const policy: Verb = {
  async run(args, console) {
    const text = { type: 'string' } as const
    const { values, positionals: [verb, path, url, ...surplus] } = parseArgs({
      args: [...args], allowPositionals: true, options: { 'log-key': text, members: text, accredit: text, free: text, rules: text, scope: { ...text, multiple: true }, basis: text, log: text, key: text, data: text, out: text, json: { type: 'boolean' } },
    })
    if (surplus.length > 0) throw new UsageError('too many arguments; see ler ledger --help')
    if (verb === 'draft' && path === undefined) return draft(values, console)
    if (verb === 'sign' && path !== undefined && url === undefined) return sign(path, values, console)
    if (verb === 'lint' && path !== undefined && url === undefined) return lint(path, values, console)
    if (verb === 'submit' && path !== undefined && url !== undefined) return submit(path, url, values, console)
    throw new UsageError('it is ler ledger policy draft, sign DRAFT, lint FILE or submit DRAFT URL')
  },
}

async function draft(options: Options, console: Console): Promise<Ending> {
  const { log, key, out, json } = options
  const target = required(out, '--out')
  const decide = await draftDecision(options)
  const { registry, findings, putOff } = await replayLog(await openPublishedLog(required(log, '--log'), key))
  const current = policyAt(registry, registry.size)
  if (findings.length > 0 || putOff !== undefined || current === undefined) throw new InputError('Cannot draft policy: the log has no charter, or its audit does not pass')
  const decision = decide(registry.sequences.get(governanceActor) ?? 0, { origin: registry.origin, policy: current.policy })
  const drafted: PolicyDraft = { type: 'LedgerPolicyDraft', origin: registry.origin, ...decision, governing: current.governance, signatures: [] }
  await writeDraft(target, drafted)
  return showDraft(target, drafted, { json, console })
}

async function draftDecision(options: Options): Promise<(sequence: number, inForce: InForce) => Decision> {
  const { accredit, free, rules } = options
  if (free !== undefined) return draftFreeing(free)
  if (rules !== undefined) return draftRules(rules)
  return accredit === undefined ? draftChange(options) : draftAccreditation(accredit, options)
}

/** What is in force where a draft begins. */
interface InForce {
  readonly origin: string
  readonly policy: string
}

/** Other members, another key of the log, or both at once; the keys of logs that the policy names stay unless they are replaced. */
async function draftChange({ members, 'log-key': newKey }: Options): Promise<(sequence: number, inForce: InForce) => Decision> {
  if (members === undefined && newKey === undefined) throw new UsageError('--members or --log-key is missing')
  const change = members === undefined ? undefined : draftPolicy(parseMembers(parseJson(await readText(members), members)), cryptography.sha256)
  const key = newKey === undefined ? undefined : parseVerifierKey(await readKey(newKey), cryptography.sha256)
  return (sequence, { origin, policy: before }) => {
    if (key !== undefined && key.name !== origin) throw new InputError('Cannot draft policy: --log-key is not a key of this log')
    const { logs } = parsePolicy(before, cryptography.sha256)
    const kept = key === undefined ? logs : [{ key }, ...logs.filter(({ key: { name } }) => name !== origin)]
    return { statement: 'policy', payload: { sequence, ...change, policy: formatPolicy({ ...parsePolicy(change?.policy ?? before, cryptography.sha256), logs: kept }) } }
  }
}

/** Those with whom accreditations begin are named for everybody to see, and may accredit others. */
function draftAccreditation(did: string, { scope = ['*'], basis }: Options): (sequence: number, inForce: InForce) => Decision {
  const known = accreditationBases.find((name) => name === required(basis, '--basis'))
  if (known === undefined) throw new UsageError(`--basis is one of ${accreditationBases.join(', ')}`)
  const from = new Date().toISOString().slice(0, 10)
  return (sequence) => ({ statement: 'accredit', payload: { accreditor: governanceActor, sequence, did, scopes: scope, basis: known, mayAccredit: true, from } })
}

/** The key of a seat lies in a file, or in the database of a node, which it does not leave. */
async function sign(path: string, { key, data, json }: Options, console: Console): Promise<Ending> {
  if (data !== undefined) return serverCommand('sign-policy', '').run([path, '--data', data], console)
  const { signingKey } = await readKeyFile(required(key, '--key'))
  const signed = await signDraft(await readDraft(path), signingKey)
  await writeDraft(path, signed)
  return showDraft(path, signed, { json, console })
}

async function lint(path: string, { json }: Options, console: Console): Promise<Ending> {
  const found = lintPolicy(parsePolicy(await readText(path), cryptography.sha256))
  printResult(console, json, found, () => describeLint(found))
  return found.isAccepted ? 'done' : 'failed'
}

async function submit(path: string, url: string, { json }: Options, console: Console): Promise<Ending> {
  const answer = await submitEntry(url, entryOf(await readDraft(path)))
  printResult(console, json, 'index' in answer ? { index: answer.index } : answer, () => ('index' in answer ? `entry ${answer.index}` : `refused: ${answer.reason} [${answer.code}]`))
  return 'index' in answer ? 'done' : 'failed'
}

function writeDraft(path: string, drafted: PolicyDraft): Promise<void> {
  return writeWhole(path, `${JSON.stringify(drafted, null, 2)}\n`)
}

function showDraft(path: string, drafted: PolicyDraft, { json, console }: { readonly json: boolean | undefined; readonly console: Console }): Ending {
  const missing = missingSignatures(drafted)
  const lines = missing.map(({ of, sector, missing: count, seats }) => `  ${count} more of ${sector}, ${of === 'now' ? 'who governs now' : 'who is to govern'}: ${seats.join(', ')}`)
  printResult(console, json, { draft: path, signatures: drafted.signatures.length, missing }, () => (
    missing.length === 0 ? `${path}: signed by all who have to` : [`${path}: signatures are missing:`, ...lines].join('\n')
  ))
  return 'done'
}

function describeLint({ isAccepted, members, sectors, findings }: PolicyLint): string {
  return [
    isAccepted ? 'The policy is safe.' : 'The policy is NOT safe.',
    `Of ${members.total} cosigners any two quorums share ${members.overlap}; ${members.mayLie} may lie, and ${members.mayBeDown} be away.`,
    `Of ${sectors.total} sectors any two quorums share ${sectors.overlap}.`,
    ...findings.map(({ severity, reason, code }) => `  ${severity === 'refused' ? '✗' : '!'} ${reason} [${code}]`),
  ].join('\n')
}
