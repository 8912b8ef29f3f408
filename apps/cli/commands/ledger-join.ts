import { parseArgs } from 'node:util'
import { encodeMultikey } from 'everlearned/crypto'
import { compareWithPeers, nativeCryptography as cryptography, type FollowedLog, type FollowRole } from 'everlearned/node'
import { sectors } from 'everlearned/trust'
import type { Console, Ending } from '../command.ts'
import { printResult, UsageError } from '../command.ts'
import { describeLog, followServer, type Introduction } from '../follow-server.ts'
import { holdFolder } from '../hold-folder.ts'
import { followAll, joinLogs, keepKey } from '../joined-logs.ts'
import { readInterval, readPort } from '../network-options.ts'
import { ownCosigner, ownSeat } from '../own-key.ts'
import { domainWatcher } from '../see-domains.ts'
import { fetchResource } from '../published-log.ts'
import { serveRequests } from '../serve-requests.ts'
import { aborted, endSignal, repeat } from '../until-ended.ts'
import type { Verb } from '../verb.ts'
import { endingOf } from './ledger-mirror.ts'

/** Another cosigner that takes longer is asked the next time. */
const peerMilliseconds = 5_000

const roles: readonly FollowRole[] = ['validator', 'mirror', 'witness']

/** Takes part in keeping logs of others. */
export const join: Verb = {
  async run(args, console) {
    const text = { type: 'string' } as const
    const { values, positionals: urls } = parseArgs({
      args: [...args], allowPositionals: true,
      options: { role: text, data: text, port: text, host: text, name: text, sector: text, key: text, every: text, 'public-url': text, json: { type: 'boolean' } },
    })
    const role = roles.find((each) => each === (values.role ?? 'validator'))
    if (role === undefined) throw new UsageError('--role must be validator, mirror or witness')
    if (values.sector !== undefined && !sectors.some((sector) => sector === values.sector)) throw new UsageError(`--sector must be one of ${sectors.join(', ')}`)
    const place = { host: values.host ?? 'localhost', port: readPort(values.port ?? '4002') }
    const folder = values.data ?? 'follower'
    const lock = await holdFolder(folder)
    try {
      return await takePart({ ...values, urls, role, place, folder, milliseconds: readInterval(values.every ?? '10') }, console)
    } finally {
      lock.release()
    }
  },
}

interface Part {
  readonly urls: readonly string[]
  readonly role: FollowRole
  readonly place: { readonly host: string; readonly port: number }
  readonly folder: string
  readonly milliseconds: number
  readonly name?: string | undefined
  readonly sector?: string | undefined
  readonly key?: string | undefined
  readonly 'public-url'?: string | undefined
  readonly json?: boolean | undefined
}

async function takePart(part: Part, console: Console): Promise<Ending> {
  const { role, name, sector, folder, milliseconds } = part
  const joined = await joinLogs(folder, part.urls, part.key)
  const cosigner = await ownCosigner(folder, { role, name })
  const seat = await ownSeat(folder)
  const introduction: Introduction = { name, role, sector, cosigner: cosigner.key, seat: encodeMultikey(seat.publicKey) }
  const onProgress = (size: number): void => console.tell(`${size} entries judged`)
  const logs = await followAll(folder, joined, { role, cosigner: cosigner.identity, onProgress })
  const teller = new Teller(console)
  const look = async (log: FollowedLog): Promise<void> => {
    await log.step()
    await keepKey(folder, log)
    teller.tell(log)
  }
  for (const log of logs) await look(log)
  // Until here it may be ended as it stands, as at any time.
  const ending = endSignal()
  const serving = await serveRequests({ ...part.place, tell: console.tell }, followServer(logs, introduction))
  introduce(serving.url, { part, introduction, logs }, console)
  // One that stands still keeps nobody from looking at the log, or from ending.
  const ask: typeof fetchResource = (address, init) => fetchResource(address, { ...init, signal: AbortSignal.any([ending, AbortSignal.timeout(peerMilliseconds)]) })
  const compare = (log: FollowedLog): Promise<void> => compareWithPeers(log, { cosigner: cosigner.key, fetch: ask, cryptography })
  const often = { milliseconds, signal: ending }
  await Promise.all([aborted(ending), ...logs.flatMap((log) => [repeat(() => look(log), often), repeat(() => compare(log), often), repeat(domainWatcher(log, seat), often), repeat(() => log.keepBlobs(ending), often)])])
  await serving.close()
  for (const log of logs) {
    await log.close()
    teller.tell(log)
  }
  return worst(logs.map(({ state }) => endingOf(state)))
}

/** Tells how a log stands when it stands differently from what was told last. */
class Teller {
  readonly #console: Console
  readonly #told = new Map<FollowedLog, string>()

  constructor(console: Console) {
    this.#console = console
  }

  tell(log: FollowedLog): void {
    const { state, code, reason, index } = log.state
    const why = code === undefined ? '' : `: ${index === undefined ? '' : `entry ${index}: `}${reason} [${code}]`
    if (this.#told.get(log) === `${state}${why}`) return
    this.#told.set(log, `${state}${why}`)
    this.#console.tell(`${log.origin}: ${log.size} entries, ${state}${why}`)
  }
}

function introduce(url: string, { part, introduction, logs }: { readonly part: Part; readonly introduction: Introduction; readonly logs: readonly FollowedLog[] }, console: Console): void {
  const { name, sector, cosigner, seat } = introduction
  const member = { name: name ?? null, sector: sector ?? null, seat, cosigner, url: `${(part['public-url'] ?? url).replace(/\/+$/, '')}/ledger` }
  printResult(console, part.json, { url, role: part.role, member, logs: logs.map((log) => describeLog(log, introduction)) }, () => [
    ...logs.map(({ origin, verifierKey, size }) => `${part.role} of ${origin}, ${size} entries, by\n  ${verifierKey}`),
    `Serves at ${url}: /status.json tells how it stands.`, 'To take part in the network, send this to its operator:', JSON.stringify(member, null, 2),
  ].join('\n'))
}

function worst(endings: readonly Ending[]): Ending {
  return endings.find((ending) => ending === 'failed') ?? endings.find((ending) => ending === 'unknown') ?? 'done'
}
