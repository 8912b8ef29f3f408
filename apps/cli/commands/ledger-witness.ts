import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { parseVerifierKey, witnessHandler } from 'everlearned/ledger'
import { fileWitnessStore, nativeCryptography as cryptography } from 'everlearned/node'
import { printResult, required, UsageError } from '../command.ts'
import { holdFolder } from '../hold-folder.ts'
import { readPort } from '../network-options.ts'
import { ownCosigner } from '../own-key.ts'
import { readKey } from '../published-log.ts'
import { serveRequests } from '../serve-requests.ts'
import { aborted, endSignal } from '../until-ended.ts'
import type { Verb } from '../verb.ts'

/** Serves a witness that looks at nothing but that logs only append. */
export const witness: Verb = {
  async run(args, console) {
    const text = { type: 'string' } as const
    const { values, positionals } = parseArgs({
      args: [...args], allowPositionals: true, options: { data: text, port: text, host: text, name: text, log: { type: 'string', multiple: true }, json: { type: 'boolean' } },
    })
    if (positionals.length > 0) throw new UsageError('it is ler ledger witness --data DIR --log KEY…')
    const [folder, port] = [required(values.data, '--data'), readPort(values.port ?? '4003')]
    if (values.log === undefined) throw new UsageError('--log is missing')
    const keys = (await Promise.all(values.log.map(readKey))).map((key) => parseVerifierKey(key, cryptography.sha256))
    const lock = await holdFolder(folder)
    try {
      const { identity, key } = await ownCosigner(folder, { role: 'witness', name: values.name })
      const store = await fileWitnessStore(join(folder, 'cosigned'))
      const handle = witnessHandler({ identity, store, cryptography, now: () => Date.now() / 1_000, findKeys: async (origin) => keys.filter(({ name }) => name === origin) })
      const ending = endSignal()
      const { url, close } = await serveRequests({ host: values.host ?? 'localhost', port, tell: console.tell }, handle)
      printResult(console, values.json, { url, cosigner: key }, () => `Witness ${key}\ntakes checkpoints at ${url}/add-checkpoint`)
      await aborted(ending)
      await close()
      return 'done'
    } finally {
      lock.release()
    }
  },
}
