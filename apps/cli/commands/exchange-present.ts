import { parseArgs } from 'node:util'
import { parseJsonObject } from 'everlearned/credential'
import type { ExchangeNetwork } from 'everlearned/exchange'
import { isRequestLink } from 'everlearned/exchange/oid4vp'
import { answerExchange, Consent, declineExchange, fetchInteraction, matchesQuery, type AskedStep } from 'everlearned/exchange/vcalm'
import { hasBaseProof } from 'everlearned/holder'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { InputError, printResult, UsageError } from '../command.ts'
import { askedBy } from '../exchange-asked.ts'
import { inWords, keysFor, networkOf, printable } from '../exchange-options.ts'
import { readText } from '../files.ts'
import { presentByOid4vp } from '../present-oid4vp.ts'
import type { Verb } from '../verb.ts'

export const presentInExchange: Verb = {
  async run(args, console) {
    const { values, positionals } = parseArgs({
      args: [...args], allowPositionals: true,
      options: { key: { type: 'string', multiple: true }, credential: { type: 'string', multiple: true }, yes: { type: 'boolean' }, decline: { type: 'boolean' }, allow: { type: 'string', multiple: true }, json: { type: 'boolean' } },
    })
    const [url, ...surplus] = positionals
    if (url === undefined || surplus.length > 0) throw new UsageError('it is ler exchange present URL --credential FILE…')
    const credentials = await Promise.all((values.credential ?? []).map(readText))
    const network = networkOf(values.allow)
    const link = await linkOf(url, network)
    if (link !== undefined) return presentByOid4vp(link, { credentials, keys: values.key, isAgreed: values.yes === true, isDeclined: values.decline === true, isJson: values.json }, { network, console })
    if (credentials.some(hasBaseProof)) throw new InputError('Cannot present: a credential is its holder\'s own copy; make one to show with ler derive first')
    const asked = await askedBy(url, network)
    if (values.decline === true) {
      await inWords(declineExchange(asked, network))
      printResult(console, values.json, { from: asked.host, sent: false, declined: true }, () => `${asked.host} was told that there will be no answer.`)
      return 'done'
    }
    const unasked = credentials.filter((text) => !isAskedFor(text, asked)).length
    const question = { from: asked.host, asks: asked.request.credentialQueries.map(({ types, reason = null }) => ({ types, reason })), unasked }
    if (values.yes !== true) {
      printResult(console, values.json, { ...question, sent: false }, () => `${describe(asked, unasked)}\nNothing was sent; --yes agrees.`)
      return 'done'
    }
    if (credentials.length === 0) throw new UsageError('--credential is missing')
    if (unasked > 0) throw new InputError(`Cannot present: ${unasked} of these credentials are not asked for`)
    const step = await inWords(answerExchange(new Consent(asked, credentials), await keysFor(asked, values.key), { ...network, cryptography, now: console.now }))
    const redirectUrl = step.kind === 'done' ? step.redirectUrl ?? null : null
    printResult(console, values.json, { ...question, sent: true, redirectUrl }, () => `${asked.host} has received ${credentials.length} record(s).${redirectUrl === null ? '' : ` It goes on at ${printable(redirectUrl)}`}`)
    return 'done'
  },
}

/** The link of OpenID4VP, given as such or by an interaction URL that offers nothing else that is known here. */
async function linkOf(url: string, network: ExchangeNetwork): Promise<string | undefined> {
  if (isRequestLink(url)) return url
  const { exchangeUrl, protocols } = await inWords(fetchInteraction(url, network))
  return exchangeUrl === undefined ? protocols['oid4vp-1.0'] ?? protocols['OID4VP'] : undefined
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
