import { parseArgs } from 'node:util'
import { printResult, required, UnavailableError, UsageError } from '../command.ts'
import { readBytes } from '../files.ts'
import { submitEntry, type EntryAnswer } from '../submit-entry.ts'
import type { Verb } from '../verb.ts'

/** Sends signed entries to a log. */
export const append: Verb = {
  async run(args, console) {
    const { values, positionals: files } = parseArgs({ args: [...args], allowPositionals: true, options: { log: { type: 'string' }, json: { type: 'boolean' } } })
    const url = required(values.log, '--log')
    if (files.length === 0) throw new UsageError('it is ler ledger append FILE… --log URL')
    const entries: (EntryAnswer & { readonly file: string })[] = []
    for (const file of files) {
      const answer = await submitEntry(url, await readBytes(file))
      if (answer === undefined) throw new UnavailableError(`Cannot append ${file}: the log takes no entries now`)
      entries.push({ file, ...answer })
    }
    printResult(console, values.json, { entries }, () => entries.map(describe).join('\n'))
    return entries.every((answer) => 'index' in answer) ? 'done' : 'failed'
  },
}

function describe(answer: EntryAnswer & { readonly file: string }): string {
  return 'index' in answer ? `${answer.file}: entry ${answer.index}` : `${answer.file}: refused: ${answer.reason} [${answer.code}]`
}
