import { parseArgs } from 'node:util'
import { formatReceipt } from 'everlearned/ledger'
import { printResult, required, UsageError, type Console } from '../command.ts'
import { readBytes, writeWhole } from '../files.ts'
import { fetchKey, prefixOf, readKey } from '../published-log.ts'
import { submitEntry, takeReceipt, type EntryAnswer } from '../submit-entry.ts'
import type { Verb } from '../verb.ts'

type Appended = ({ readonly index: number } | { readonly code: string; readonly reason: string }) & { readonly file: string }

/** Sends signed entries to a log. */
export const append: Verb = {
  async run(args, console) {
    const text = { type: 'string' } as const
    const { values, positionals: files } = parseArgs({ args: [...args], allowPositionals: true, options: { log: text, key: text, receipt: text, json: { type: 'boolean' } } })
    const url = required(values.log, '--log')
    const [first] = files
    if (first === undefined) throw new UsageError('it is ler ledger append FILE… --log URL')
    if (values.receipt !== undefined && files.length > 1) throw new UsageError('--receipt is for one entry')
    const entries: Appended[] = []
    for (const file of files) {
      const entry = await readBytes(file)
      const answer = await submitEntry(url, entry)
      const kept = values.receipt === undefined ? withoutReceipt(answer) : await keepReceipt(answer, { entry, url, key: values.key, path: values.receipt, console })
      entries.push({ file, ...kept })
    }
    printResult(console, values.json, { entries }, () => entries.map(describe).join('\n'))
    return entries.every((answer) => 'index' in answer) ? 'done' : 'failed'
  },
}

interface Keeping {
  readonly entry: Uint8Array<ArrayBuffer>
  readonly url: string
  readonly key: string | undefined
  readonly path: string
  readonly console: Console
}

/** What binds nobody is not kept. */
async function keepReceipt(answer: EntryAnswer, { entry, url, key, path, console }: Keeping): Promise<{ readonly index: number } | { readonly code: string; readonly reason: string }> {
  if (!('index' in answer)) return answer
  const verifierKey = key === undefined ? await fetchKey(url) : await readKey(key)
  const receipt = await takeReceipt(answer, { entry, url: prefixOf(url), verifierKey, receivedAt: console.now })
  if (receipt === undefined) return { code: 'ledger/receipt-invalid', reason: 'the log says that it took the entry, and did not sign for it' }
  await writeWhole(path, `${JSON.stringify(formatReceipt(receipt), null, 2)}\n`)
  return { index: answer.index }
}

function withoutReceipt(answer: EntryAnswer): { readonly index: number } | { readonly code: string; readonly reason: string } {
  return 'index' in answer ? { index: answer.index } : answer
}

function describe(answer: Appended): string {
  return 'index' in answer ? `${answer.file}: entry ${answer.index}` : `${answer.file}: refused: ${answer.reason} [${answer.code}]`
}
