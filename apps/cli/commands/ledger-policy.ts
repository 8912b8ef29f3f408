import { parseArgs } from 'node:util'
import { parseJson } from '../parse-json.ts'
import { lintPolicy, parsePolicy, type PolicyLint } from 'everlearned/ledger'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { accreditationBases, draftPolicy, governanceActor, parseMembers, policyAt } from 'everlearned/trust'
import type { Console, Ending } from '../command.ts'
import { InputError, printResult, required, UsageError } from '../command.ts'
import { readText, writeWhole } from '../files.ts'
import { readKeyFile } from '../key-file.ts'
import { entryOf, missingSignatures, readDraft, signDraft, type Decision, type PolicyDraft } from '../policy-draft.ts'
import { openPublishedLog } from '../published-log.ts'
import { replayLog } from '../replay-log.ts'
import { serverCommand } from '../start-server.ts'
import { submitEntry } from '../submit-entry.ts'
import type { Verb } from '../verb.ts'

interface Options {
  readonly members?: string | undefined
  readonly accredit?: string | undefined
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
      args: [...args], allowPositionals: true, options: { members: text, accredit: text, scope: { ...text, multiple: true }, basis: text, log: text, key: text, data: text, out: text, json: { type: 'boolean' } },
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
  const decide = options.accredit === undefined ? await draftMembers(required(options.members, '--members')) : draftAccreditation(options.accredit, options)
  const { registry, findings, putOff } = await replayLog(await openPublishedLog(required(log, '--log'), key))
  const current = policyAt(registry, registry.size)
  if (findings.length > 0 || putOff !== undefined || current === undefined) throw new InputError('Cannot draft policy: the log has no charter, or its audit does not pass')
  const decision = decide(registry.sequences.get(governanceActor) ?? 0)
  const drafted: PolicyDraft = { type: 'LedgerPolicyDraft', origin: registry.origin, ...decision, governing: current.governance, signatures: [] }
  await writeDraft(target, drafted)
  return showDraft(target, drafted, { json, console })
}

async function draftMembers(path: string): Promise<(sequence: number) => Decision> {
  const change = draftPolicy(parseMembers(parseJson(await readText(path), path)), cryptography.sha256)
  return (sequence) => ({ statement: 'policy', payload: { sequence, ...change } })
}

/** Those with whom accreditations begin are named for everybody to see, and may accredit others. */
function draftAccreditation(did: string, { scope = ['*'], basis }: Options): (sequence: number) => Decision {
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
