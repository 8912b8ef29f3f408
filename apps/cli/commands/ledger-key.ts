import { parseArgs } from 'node:util'
import { printResult, UsageError } from '../command.ts'
import { fetchKey } from '../published-log.ts'
import type { Verb } from '../verb.ts'

/** Shows the key of a log. */
export const ledgerKey: Verb = {
  async run(args, console) {
    const { values, positionals: [url, ...surplus] } = parseArgs({ args: [...args], allowPositionals: true, options: { json: { type: 'boolean' } } })
    if (url === undefined || surplus.length > 0) throw new UsageError('it is ler ledger key URL')
    const key = await fetchKey(url)
    printResult(console, values.json, { key }, () => key)
    return 'done'
  },
}
