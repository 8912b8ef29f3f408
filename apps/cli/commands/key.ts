import { parseArgs } from 'node:util'
import { encodeMultikey, generateBbsKey, publicKeyToJwk } from 'everlearned/crypto'
import { nativeCryptography as cryptography } from 'everlearned/node'
import type { Command, Console, Ending } from '../command.ts'
import { printResult, required, UsageError } from '../command.ts'
import { writeSecret } from '../files.ts'
import type { NamedKey } from '../key-file.ts'
import { formatBbsKeyFile, formatKeyFile, readAnyKeyFile } from '../key-file.ts'

export const key: Command = {
  help: `ler key new --type Ed25519|P-256|P-384|BLS12-381 --out FILE
    Makes a key and writes it to FILE, which only you may read. An existing file is never overwritten.
    BLS12-381 signs with bbs-2023 alone: its holder chooses what to show.
ler key show FILE
    Shows the DID and the public half of a key, never the private one.

  --json   one JSON value: { "did", "verificationMethod", "type", "publicKeyMultibase", "publicKeyJwk" }; of BLS12-381 there is no publicKeyJwk`,
  async run(args, console) {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { type: { type: 'string' }, out: { type: 'string' }, json: { type: 'boolean' } } })
    const [verb, path, ...surplus] = positionals
    if (surplus.length > 0) throw new UsageError('too many arguments; see ler key --help')
    if (verb === 'new' && path === undefined) return createKey(values.type ?? 'Ed25519', required(values.out, '--out'), values.json, console)
    if (verb === 'show' && path !== undefined) return showKey(await readAnyKeyFile(path), values.json, console)
    throw new UsageError('it is ler key new or ler key show FILE')
  },
}

async function createKey(type: string, path: string, isJson: boolean | undefined, console: Console): Promise<Ending> {
  if (type !== 'Ed25519' && type !== 'P-256' && type !== 'P-384' && type !== 'BLS12-381') throw new UsageError('--type must be Ed25519, P-256, P-384 or BLS12-381')
  const { text, key: made } = await (type === 'BLS12-381' ? formatBbsKeyFile(await generateBbsKey(cryptography)) : formatKeyFile(await cryptography.generateKey(type)))
  await writeSecret(path, text)
  return showKey(made, isJson, console)
}

function showKey({ did, verificationMethod, signingKey: { publicKey } }: NamedKey, isJson: boolean | undefined, console: Console): Ending {
  const jwk = publicKey.type === 'BLS12-381' ? {} : { publicKeyJwk: publicKeyToJwk(publicKey) }
  const shown = { did, verificationMethod, type: publicKey.type, publicKeyMultibase: encodeMultikey(publicKey), ...jwk }
  printResult(console, isJson, shown, () => did)
  return 'done'
}
