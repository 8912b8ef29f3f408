import { parseArgs } from 'node:util'
import { printResult, UsageError } from '../command.ts'
import { fetchKey } from '../published-log.ts'
import { serverCommand } from '../start-server.ts'
import type { Verb } from '../verb.ts'

/** Shows the key of a log, or makes the next one of a node's log. */
export const ledgerKey: Verb = {
  async run(args, console) {
    if (args[0] === 'new') return serverCommand('new-log-key', '').run(args.slice(1), console)
    const { values, positionals: [url, ...surplus] } = parseArgs({ args: [...args], allowPositionals: true, options: { json: { type: 'boolean' } } })
    if (url === undefined || surplus.length > 0) throw new UsageError('it is ler ledger key URL, or ler ledger key new --data DIR')
    const key = await fetchKey(url)
    printResult(console, values.json, { key }, () => key)
    return 'done'
  },
}
