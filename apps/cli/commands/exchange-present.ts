import { parseArgs } from 'node:util'
import { parseJsonObject } from 'everlearned/credential'
import { answerExchange, Consent, matchesQuery, type AskedStep } from 'everlearned/exchange/vcalm'
import { hasBaseProof } from 'everlearned/holder'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { InputError, printResult, UsageError } from '../command.ts'
import { askedBy } from '../exchange-asked.ts'
import { inWords, keyFor, networkOf, printable } from '../exchange-options.ts'
import { readText } from '../files.ts'
import type { Verb } from '../verb.ts'

export const presentInExchange: Verb = {
  async run(args, console) {
    const { values, positionals } = parseArgs({
      args: [...args], allowPositionals: true,
      options: { key: { type: 'string', multiple: true }, credential: { type: 'string', multiple: true }, yes: { type: 'boolean' }, allow: { type: 'string', multiple: true }, json: { type: 'boolean' } },
    })
    const [url, ...surplus] = positionals
    if (url === undefined || surplus.length > 0) throw new UsageError('it is ler exchange present URL --credential FILE…')
    const credentials = await Promise.all((values.credential ?? []).map(readText))
    if (credentials.some(hasBaseProof)) throw new InputError('Cannot present: a credential is its holder\'s own copy; make one to show with ler derive first')
    const network = networkOf(values.allow)
    const asked = await askedBy(url, network)
    const unasked = credentials.filter((text) => !isAskedFor(text, asked)).length
    const question = { from: asked.host, asks: asked.request.credentialQueries.map(({ types, reason = null }) => ({ types, reason })), unasked }
    if (values.yes !== true) {
      printResult(console, values.json, { ...question, sent: false }, () => `${describe(asked, unasked)}\nNothing was sent; --yes agrees.`)
      return 'done'
    }
    if (credentials.length === 0) throw new UsageError('--credential is missing')
    if (unasked > 0) throw new InputError(`Cannot present: ${unasked} of these credentials are not asked for`)
    const step = await inWords(answerExchange(new Consent(asked, credentials), await keyFor(asked, values.key), { ...network, cryptography, now: console.now }))
    const redirectUrl = step.kind === 'done' ? step.redirectUrl ?? null : null
    printResult(console, values.json, { ...question, sent: true, redirectUrl }, () => `${asked.host} has received ${credentials.length} record(s).${redirectUrl === null ? '' : ` It goes on at ${printable(redirectUrl)}`}`)
    return 'done'
  },
}

function isAskedFor(text: string, { request }: AskedStep): boolean {
  const credential = parseJsonObject(text)
  return request.credentialQueries.some((query) => matchesQuery(credential, query))
}

function describe({ host, request }: AskedStep, unasked: number): string {
  return [
    `${host} asks for:`,
    ...request.credentialQueries.map(({ types, reason }) => `  ${types.map(printable).join(' and ')}${reason === undefined ? '' : `, and says why: ${printable(reason)}`}`),
    ...(unasked === 0 ? [] : [`${unasked} of the credentials given are not asked for.`]),
  ].join('\n')
}
