import { join } from 'node:path'
import { mkdir } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { checkReceived, type ReceivedCredential } from 'everlearned/holder'
import { createDocumentFetch, nativeCryptography as cryptography } from 'everlearned/node'
import { printResult, UsageError, type Console, type Ending } from '../command.ts'
import { offeredAt } from '../exchange-offered.ts'
import { networkOf } from '../exchange-options.ts'
import { writeWhole } from '../files.ts'
import { readTrust } from '../read-trust.ts'
import type { Verb } from '../verb.ts'

/** A credential as it came, and where it lies. */
interface Accepted extends ReceivedCredential {
  readonly file: string | undefined
}

export const accept: Verb = {
  async run(args, console) {
    const { values, positionals } = parseArgs({
      args: [...args], allowPositionals: true,
      options: {
        key: { type: 'string', multiple: true }, yes: { type: 'boolean' }, out: { type: 'string' }, insist: { type: 'boolean' },
        code: { type: 'string' }, allow: { type: 'string', multiple: true }, trust: { type: 'string', multiple: true }, json: { type: 'boolean' },
      },
    })
    const [url, ...surplus] = positionals
    if (url === undefined || surplus.length > 0) throw new UsageError('it is ler exchange accept URL')
    const network = networkOf(values.allow)
    const { host, description, take } = await offeredAt(url, network, console)
    if (values.yes !== true) {
      printResult(console, values.json, { from: host, sent: false }, () => `${description} Nothing was sent; --yes agrees.`)
      return 'done'
    }
    const { holder, texts, tell } = await take({ keys: values.key, code: values.code })
    const { trust } = await readTrust(values.trust)
    const fetchDocument = createDocumentFetch({ allowedOrigins: values.allow ?? [] })
    const received = await Promise.all(texts.map((text) => checkReceived(text, holder, { cryptography, now: console.now, fetchDocument, trust })))
    const accepted = await keep(received, values)
    await tell(accepted.length > 0 && accepted.every(({ report, file }) => file !== undefined || report.integrity !== 'failed'))
    return tellReceived(host, holder, accepted, { console, isJson: values.json })
  },
}

/** Writes what is sound; what failed is written only when that was asked for. */
async function keep(received: readonly ReceivedCredential[], { out, insist }: { readonly out?: string | undefined; readonly insist?: boolean | undefined }): Promise<readonly Accepted[]> {
  if (out !== undefined) await mkdir(out, { recursive: true })
  return Promise.all(received.map(async (each, index) => {
    if (out === undefined || (each.report.integrity === 'failed' && insist !== true)) return { ...each, file: undefined }
    const file = join(out, `credential-${index + 1}.${each.text.startsWith('{') ? 'json' : 'jwt'}`)
    await writeWhole(file, each.text)
    return { ...each, file }
  }))
}

function tellReceived(from: string, holder: string, accepted: readonly Accepted[], { console, isJson }: { readonly console: Console; readonly isJson: boolean | undefined }): Ending {
  const credentials = accepted.map(({ text, report, file }) => ({ ...(file === undefined ? { credential: text } : { file }), ...report }))
  printResult(console, isJson, { from, sent: true, holder, credentials }, () => [
    `${from} handed over ${credentials.length} record(s) to ${holder}.`,
    ...accepted.map(({ text, report, file }) => (file === undefined ? `${describe(report)}\n${text}` : `${file}: ${describe(report)}`)),
  ].join('\n'))
  const outcomes = accepted.map(({ report }) => report.integrity)
  return outcomes.length === 0 || outcomes.includes('failed') ? 'failed' : outcomes.includes('unknown') ? 'unknown' : 'done'
}

function describe({ integrity, checks }: ReceivedCredential['report']): string {
  const reasons = checks.filter(({ outcome }) => outcome === 'failed' || outcome === 'unknown').map(({ check, reason = '' }) => `${check}: ${reason}`)
  return [`integrity ${integrity}`, ...reasons].join('\n  ')
}
