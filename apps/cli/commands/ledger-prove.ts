import { parseArgs } from 'node:util'
import { encodeBase64url } from 'everlearned/encoding'
import { formatTlogProof, proveEntry } from 'everlearned/ledger'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { printResult, required, UsageError } from '../command.ts'
import { writeWhole } from '../files.ts'
import { openPublishedLog } from '../published-log.ts'
import type { Verb } from '../verb.ts'

/** Makes the offline proof of an entry. */
export const prove: Verb = {
  async run(args, console) {
    const options = { log: { type: 'string' }, key: { type: 'string' }, out: { type: 'string' }, json: { type: 'boolean' } } as const
    const { values, positionals: [index, ...surplus] } = parseArgs({ args: [...args], allowPositionals: true, options })
    if (index === undefined || !/^(0|[1-9]\d{0,14})$/.test(index) || surplus.length > 0) throw new UsageError('it is ler ledger prove INDEX --log URL|DIR')
    const { reader, verifierKey } = await openPublishedLog(required(values.log, '--log'), values.key)
    const { entry, proof } = await proveEntry(reader, Number(index), { verifierKey, cryptography })
    const text = formatTlogProof({ ...proof, extra: entry })
    if (values.out !== undefined) await writeWhole(values.out, text)
    const shown = { index: proof.index, size: proof.checkpoint.size, entry: encodeBase64url(entry), proof: text }
    printResult(console, values.json, shown, () => (values.out === undefined ? text.replace(/\n$/, '') : values.out))
    return 'done'
  },
}
