import { parseArgs } from 'node:util'
import { deriveCredential, deriveSdJwt, isSdJwt, parseJsonObject } from 'everlearned/credential'
import { nativeCryptography as cryptography } from 'everlearned/node'
import type { Command } from '../command.ts'
import { UsageError } from '../command.ts'
import { readText, writeWhole } from '../files.ts'
import { spreadPointers } from '../spread-option.ts'

export const derive: Command = {
  help: `ler derive FILE --reveal POINTER… [--out FILE]
    Makes a copy of a credential that shows what its issuer made mandatory and what the pointers lead to, and nothing else.
    FILE (- for standard input) is the holder's own copy, issued with --cryptosuite ecdsa-sd-2023 or bbs-2023 or with --format; it is
    not changed.

  --reveal POINTER  a JSON Pointer, for example /credentialSubject/achievement/description or /evidence/0; several may follow,
                    and without any only what is mandatory is shown. Identifiers and types on the way are always shown
  --out FILE        writes the copy there instead of to standard output
  --json            as without: a credential is JSON; an SD-JWT is a text in quotes
Two copies of one credential carry the same signature of the issuer: whoever gets both can tell. With bbs-2023 they do not; there
only what they show can tell, such as the id of the credential or its place in a status list.`,
  async run(args, console) {
    const { values, positionals } = parseArgs({
      args: [...spreadPointers(args, '--reveal')], allowPositionals: true,
      options: { reveal: { type: 'string', multiple: true }, out: { type: 'string' }, json: { type: 'boolean' } },
    })
    const pointers = [...values.reveal ?? []]
    // A file that stands last looks like one more pointer when its path is absolute.
    const [path = pointers.pop(), ...surplus] = positionals
    if (path === undefined || surplus.length > 0) throw new UsageError('it is ler derive FILE --reveal POINTER…')
    const source = await readText(path)
    const isToken = isSdJwt(source)
    const text = isToken ? await deriveSdJwt(source, { pointers }, cryptography) : JSON.stringify(await deriveCredential(parseJsonObject(source), pointers, { cryptography }), null, 2)
    if (values.out === undefined) console.print(isToken && values.json === true ? JSON.stringify(text) : text)
    else await writeWhole(values.out, `${text}\n`)
    return 'done'
  },
}
