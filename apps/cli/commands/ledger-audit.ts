import { parseArgs } from 'node:util'
import { encodeBase64 } from 'everlearned/encoding'
import { auditReceipt } from '../audit-receipt.ts'
import type { Ending } from '../command.ts'
import { printResult, UsageError } from '../command.ts'
import { createProgress } from '../progress.ts'
import { openPublishedLog } from '../published-log.ts'
import { openRegistry, replayLog, type ReplayedLog } from '../replay-log.ts'
import type { Verb } from '../verb.ts'

/** Re-checks a whole log: its files and, by the rules, its entries. */
export const audit: Verb = {
  async run(args, console) {
    const text = { type: 'string' } as const
    const options = { key: text, registry: text, receipt: text, mirror: { ...text, multiple: true }, policy: text, within: text, out: text, json: { type: 'boolean' } } as const
    const { values, positionals: [target, ...surplus] } = parseArgs({ args: [...args], allowPositionals: true, options })
    const { receipt, mirror: mirrors = [], policy, key, within, out, json } = values
    if (receipt !== undefined && surplus.length === 0) return auditReceipt({ receipt, target, mirrors, policy, key, within, out, json }, console)
    if (target === undefined || surplus.length > 0) throw new UsageError('it is ler ledger audit URL|DIR, or ler ledger audit --receipt FILE')
    const log = await openPublishedLog(target, values.key)
    const registryAt = values.registry === undefined ? {} : { registryAt: await openRegistry(values.registry) }
    const progress = createProgress(console, 'entries', await sizeOf(log.reader))
    const report = await replayLog(log, registryAt, progress.step)
    progress.end()
    const { size, findings, root, isCutShort, putOff } = report
    const outcome = findings.length > 0 ? 'failed' : putOff === undefined ? 'passed' : 'unknown'
    const unknown = putOff === undefined ? {} : { code: putOff.code, reason: putOff.reason, index: putOff.index }
    const shown = { outcome, size: size ?? null, root: root === undefined ? null : encodeBase64(root), key: log.verifierKey, isCutShort, findings, ...unknown }
    printResult(console, values.json, shown, () => describe(report, log.verifierKey))
    return ({ passed: 'done', failed: 'failed', unknown: 'unknown' } as const satisfies Record<typeof outcome, Ending>)[outcome]
  },
}

/** For the progress bar alone. */
async function sizeOf(reader: (path: string) => Promise<Uint8Array | undefined>): Promise<number> {
  return Number(new TextDecoder().decode(await reader('checkpoint')).split('\n')[1]) || 0
}

function describe({ size, findings, isCutShort, putOff }: ReplayedLog, key: string): string {
  if (findings.length > 0) {
    const lines = findings.map(({ path, reason, code, index }) => `  ✗ ${path}${index === undefined ? '' : `, entry ${index}`}: ${reason} [${code}]`)
    return ['The log is NOT sound:', ...lines, ...(isCutShort ? ['  … the audit stopped there'] : [])].join('\n')
  }
  if (putOff !== undefined) return `The files of the log are sound, and its entries up to ${putOff.index}, which cannot be judged here: ${putOff.reason} [${putOff.code}]`
  return `The log is sound: ${size} entries, each by the rules, every tile and the root re-computed, signed by\n${key}`
}
