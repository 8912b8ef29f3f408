import { parseArgs } from 'node:util'
import { encodeHex } from 'everlearned/encoding'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { buildsOf, parseBuildManifest } from 'everlearned/trust'
import { InputError, printResult, UsageError } from '../command.ts'
import { readBytes } from '../files.ts'
import { openPublishedLog } from '../published-log.ts'
import { openRegistry, replayLog } from '../replay-log.ts'
import type { Verb } from '../verb.ts'

/** Lists what a node has served to wallets, as its log says it, and finds one of them. */
export const builds: Verb = {
  async run(args, console) {
    const text = { type: 'string' } as const
    const { values, positionals: [target, ...surplus] } = parseArgs({ args: [...args], allowPositionals: true, options: { key: text, registry: text, match: text, json: { type: 'boolean' } } })
    if (target === undefined || surplus.length > 0) throw new UsageError('it is ler ledger builds URL|DIR')
    const wanted = values.match === undefined ? undefined : await digestOf(values.match)
    const { registry, findings, putOff } = await replayLog(await openPublishedLog(target, values.key), values.registry === undefined ? {} : { registryAt: await openRegistry(values.registry) })
    if (findings.length > 0 || putOff !== undefined) throw new InputError(`Cannot list builds of ${target}: the log does not pass ler ledger audit`)
    const found = buildsOf(registry).map(({ index, digest, id }) => ({ index, digest, address: id }))
    const matches = wanted === undefined ? {} : { wanted, recorded: found.some(({ digest }) => digest === wanted) }
    printResult(console, values.json, { builds: found, ...matches }, () => [
      ...(found.length === 0 ? ['No build of the wallet is recorded on this log'] : found.map(({ index, digest, address }) => `${digest}  entry ${index}  ${address}`)),
      ...(wanted === undefined ? [] : [matches.recorded === true ? `Recorded: ${wanted}` : `NOT recorded: ${wanted}`]),
    ].join('\n'))
    return matches.recorded === false ? 'failed' : 'done'
  },
}

/** Of the manifest that a build of one's own wrote: same source, same digest. */
async function digestOf(path: string): Promise<string> {
  const bytes = await readBytes(path)
  parseBuildManifest(bytes)
  return encodeHex(cryptography.sha256(bytes))
}
