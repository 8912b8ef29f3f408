import { parseArgs } from 'node:util'
import { formatReceipt } from 'everlearned/ledger'
import { printResult, required, UnavailableError, UsageError } from '../command.ts'
import { writeWhole } from '../files.ts'
import { readKeyFile } from '../key-file.ts'
import { readStatement } from '../read-statement.ts'
import { submitToFirst, type Tried } from '../submit-to-first.ts'
import type { Verb } from '../verb.ts'

/** Signs a statement for one log after the other until one takes it. */
export const submit: Verb = {
  async run(args, console) {
    const text = { type: 'string' } as const
    const { values, positionals: [path, ...surplus] } = parseArgs({
      args: [...args], allowPositionals: true,
      options: { key: { ...text, multiple: true }, log: { ...text, multiple: true }, registry: text, receipt: text, json: { type: 'boolean' } },
    })
    if (path === undefined || surplus.length > 0) throw new UsageError('it is ler ledger submit STATEMENT --key FILE --log URL…')
    const logs = (values.log ?? []).flatMap((given) => given.split(','))
    const keys = await Promise.all((values.key ?? [required(undefined, '--key')]).map(readKeyFile))
    if (logs.length === 0) required(undefined, '--log')
    const statement = await readStatement(path)
    const { taken, tried } = await submitToFirst(statement, { logs, signers: keys.map(({ signingKey }) => signingKey), registry: values.registry, now: console.now })
    if (taken === undefined && tried.every(({ isAway }) => isAway)) throw new UnavailableError(`Cannot submit: no log takes entries now: ${tried.map(describe).join('; ')}`)
    if (taken !== undefined && values.receipt !== undefined) await writeWhole(values.receipt, `${JSON.stringify(formatReceipt(taken), null, 2)}\n`)
    const shown = { log: taken?.url ?? null, index: taken?.proof.index ?? null, tried: tried.map(({ log, code, reason }) => ({ log, code, reason })) }
    printResult(console, values.json, shown, () => [...tried.map((each) => `✗ ${describe(each)}`), ...(taken === undefined ? [] : [`${taken.url}: entry ${taken.proof.index}`])].join('\n'))
    return taken === undefined ? 'failed' : 'done'
  },
}

function describe({ log, code, reason }: Tried): string {
  return `${log}: ${reason} [${code}]`
}
