import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { isJsonObject } from 'everlearned/credential'
import type { Json, JsonObject } from 'everlearned/encoding'
import { askPeer, type Question } from 'everlearned/exchange'
import { printResult, required, UnavailableError, UsageError, type Ending } from '../command.ts'
import { inWords, networkOf } from '../exchange-options.ts'
import { readText } from '../files.ts'
import type { Verb } from '../verb.ts'

const pollMilliseconds = 1_000

export const request: Verb = {
  async run(args, console) {
    const { values, positionals } = parseArgs({
      args: [...args], allowPositionals: true,
      options: {
        'node': { type: 'string' }, 'organisation': { type: 'string' }, 'api-key-file': { type: 'string' }, 'purpose': { type: 'string' }, 'type': { type: 'string', multiple: true },
        'policy': { type: 'string' }, 'claim': { type: 'string' }, 'code': { type: 'string' }, 'agreement': { type: 'string' }, 'encrypted': { type: 'boolean' }, 'wait': { type: 'boolean' }, 'json': { type: 'boolean' },
      },
    })
    if (positionals.length > 0) throw new UsageError('it is ler exchange request --node URL --organisation NAME --api-key-file FILE --purpose TEXT')
    const bearer = (await readText(required(values['api-key-file'], '--api-key-file'))).trim()
    const node = required(values.node, '--node').replace(/\/+$/, '')
    if (!URL.canParse(node)) throw new UsageError('--node must be the address of a node, such as http://localhost:4000')
    const exchanges = `${node}/api/organisations/${encodeURIComponent(required(values.organisation, '--organisation'))}/exchanges`
    // The address is the caller's own choice; the key goes nowhere else.
    const network = networkOf([new URL(node).origin])
    const ask = async (path: string, question: Question = {}): Promise<JsonObject> => objectOf(await inWords(askPeer(`${exchanges}${path}`, { ...question, bearer }, network)))
    const body = values.claim === undefined
      ? { kind: 'verify', purpose: required(values.purpose, '--purpose'), ...(values.type === undefined ? {} : { types: values.type }), ...(values.policy === undefined ? {} : { policy: values.policy }), ...(values.agreement === undefined ? {} : { agreement: values.agreement }), isEncrypted: values.encrypted === true }
      : { kind: 'issue', claimId: values.claim, ...(values.code === undefined ? {} : { code: values.code }) }
    const started = await ask('', { method: 'POST', body })
    if (values.wait !== true) {
      printResult(console, values.json, started, () => `${String(started['interactionUrl'])}${otherLink(started)}\nFor one wallet, until ${String(started['expiresAt'])}.`)
      return 'done'
    }
    console.tell(String(started['interactionUrl']))
    let exchange = await ask(`/${String(started['id'])}`)
    while (exchange['state'] === 'open') {
      await wait(pollMilliseconds)
      exchange = await ask(`/${String(started['id'])}`)
    }
    printResult(console, values.json, exchange, () => describe(exchange))
    return endingOf(exchange)
  },
}

/** For wallets that read no interaction URL. */
function otherLink({ protocols }: JsonObject): string {
  const link = isJsonObject(protocols) ? protocols['oid4vp-1.0'] : undefined
  return typeof link === 'string' ? `\nOr by OpenID4VP: ${link}` : ''
}

function objectOf(answer: Json | undefined): JsonObject {
  if (!isJsonObject(answer)) throw new UnavailableError('Cannot go on: the node answered something else than an exchange')
  return answer
}

/** What was shown, one verdict a presentation; the node judged it. */
function verdictsOf({ result }: JsonObject): readonly JsonObject[] {
  const presentations = isJsonObject(result) && Array.isArray(result['presentations']) ? result['presentations'] as readonly Json[] : []
  return presentations.flatMap((each) => (isJsonObject(each) && isJsonObject(each['verdict']) ? [each['verdict']] : []))
}

function describe(exchange: JsonObject): string {
  const verdicts = verdictsOf(exchange).map((verdict) => `Integrity ${String(verdict['integrity'])}, accepted under ${String(verdict['policy'])}: ${String(verdict['accepted'])}`)
  const isDeclined = isJsonObject(exchange['result']) && exchange['result']['isDeclined'] === true
  return [`The exchange is ${String(exchange['state'])}.`, ...(isDeclined ? ['The holder said no, or had nothing to show.'] : []), ...verdicts].join('\n')
}

function endingOf(exchange: JsonObject): Ending {
  if (exchange['state'] !== 'complete') return 'failed'
  const accepted = verdictsOf(exchange).map((verdict) => verdict['accepted'])
  if (exchange['kind'] === 'issue') return 'done'
  return accepted.length === 0 || accepted.includes('no') ? 'failed' : accepted.includes('unknown') ? 'unknown' : 'done'
}
