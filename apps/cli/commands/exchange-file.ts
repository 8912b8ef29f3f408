import { parseArgs } from 'node:util'
import { askPeerForText } from 'everlearned/exchange'
import { parseClaimLink } from 'everlearned/exchange/claim'
import { checkReceived } from 'everlearned/holder'
import { createDocumentFetch, nativeCryptography as cryptography } from 'everlearned/node'
import { InputError, printResult, required, UsageError } from '../command.ts'
import { inWords, networkOf } from '../exchange-options.ts'
import { writeWhole } from '../files.ts'
import { readTrust } from '../read-trust.ts'
import type { Verb } from '../verb.ts'

const endings = { passed: 'done', failed: 'failed', unknown: 'unknown' } as const

export const takeAsFile: Verb = {
  async run(args, console) {
    const { values, positionals } = parseArgs({
      args: [...args], allowPositionals: true,
      options: { email: { type: 'string' }, code: { type: 'string' }, hashed: { type: 'boolean' }, out: { type: 'string' }, allow: { type: 'string', multiple: true }, trust: { type: 'string', multiple: true }, json: { type: 'boolean' } },
    })
    const [link, ...surplus] = positionals
    if (link === undefined || surplus.length > 0) throw new UsageError('it is ler exchange file LINK --email ADDRESS')
    const email = required(values.email, '--email')
    const { nodeOrigin, token } = linkOf(link)
    const body = { email, isHashed: values.hashed === true, ...(values.code === undefined ? {} : { code: values.code }) }
    const text = await inWords(askPeerForText(`${nodeOrigin}/api/claims/${token}/file`, { method: 'POST', body }, networkOf(values.allow)))
    const { trust } = await readTrust(values.trust)
    // What came is checked as whoever gets the file will check it, and against the address that it should be about.
    const { report } = await checkReceived(text, email, { cryptography, now: console.now, fetchDocument: createDocumentFetch({ allowedOrigins: values.allow ?? [] }), trust })
    if (values.out !== undefined) await writeWhole(values.out, text)
    printResult(console, values.json, { from: nodeOrigin, ...(values.out === undefined ? { credential: text } : { file: values.out }), ...report }, () => (values.out === undefined ? text : `${values.out}: integrity ${report.integrity}, about ${email}`))
    return endings[report.integrity]
  },
}

function linkOf(text: string): ReturnType<typeof parseClaimLink> {
  try {
    return parseClaimLink(text)
  } catch (cause) {
    throw new InputError('Cannot take record: this is no claim link', { cause })
  }
}
