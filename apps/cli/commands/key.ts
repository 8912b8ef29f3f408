import { parseArgs } from 'node:util'
import { encodeMultikey, publicKeyToJwk } from 'everlearned/crypto'
import { nativeCryptography as cryptography } from 'everlearned/node'
import type { Command, Console, Ending } from '../command.ts'
import { printResult, required, UsageError } from '../command.ts'
import { writeSecret } from '../files.ts'
import type { NamedKey } from '../key-file.ts'
import { formatKeyFile, readKeyFile } from '../key-file.ts'

export const key: Command = {
  help: `ler key new --type Ed25519|P-256|P-384 --out FILE
    Makes a key and writes it to FILE, which only you may read. An existing file is never overwritten.
ler key show FILE
    Shows the DID and the public half of a key, never the private one.

  --json   one JSON value: { "did", "verificationMethod", "type", "publicKeyMultibase", "publicKeyJwk" }`,
  async run(args, console) {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { type: { type: 'string' }, out: { type: 'string' }, json: { type: 'boolean' } } })
    const [verb, path, ...surplus] = positionals
    if (surplus.length > 0) throw new UsageError('too many arguments; see ler key --help')
    if (verb === 'new' && path === undefined) return createKey(values.type ?? 'Ed25519', required(values.out, '--out'), values.json, console)
    if (verb === 'show' && path !== undefined) return showKey(await readKeyFile(path), values.json, console)
    throw new UsageError('it is ler key new or ler key show FILE')
  },
}

async function createKey(type: string, path: string, isJson: boolean | undefined, console: Console): Promise<Ending> {
  if (type !== 'Ed25519' && type !== 'P-256' && type !== 'P-384') throw new UsageError('--type must be Ed25519, P-256 or P-384')
  const { text, key: made } = await formatKeyFile(await cryptography.generateKey(type))
  await writeSecret(path, text)
  return showKey(made, isJson, console)
}

function showKey({ did, verificationMethod, signingKey: { publicKey } }: NamedKey, isJson: boolean | undefined, console: Console): Ending {
  const shown = { did, verificationMethod, type: publicKey.type, publicKeyMultibase: encodeMultikey(publicKey), publicKeyJwk: publicKeyToJwk(publicKey) }
  printResult(console, isJson, shown, () => did)
  return 'done'
}
