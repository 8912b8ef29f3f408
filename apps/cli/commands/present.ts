import { parseArgs } from 'node:util'
import { parseJsonObject, signPresentation } from 'everlearned/credential'
import { nativeCryptography as cryptography } from 'everlearned/node'
import type { Command } from '../command.ts'
import { required, UsageError } from '../command.ts'
import { readBytes, writeWhole } from '../files.ts'
import { readKeyFile } from '../key-file.ts'

export const present: Command = {
  help: `ler present FILE… --key FILE [--challenge C --domain D] [--out FILE]
    Signs a presentation of the credentials; they go in as they are.

  --key FILE        the key of the holder
  --challenge C     what the verifier asked to be repeated
  --domain D        who asked
  --out FILE        writes the presentation there instead of to standard output
  --json            as without: a presentation is JSON`,
  async run(args, console) {
    const { values, positionals } = parseArgs({
      args: [...args], allowPositionals: true,
      options: { key: { type: 'string' }, challenge: { type: 'string' }, domain: { type: 'string' }, out: { type: 'string' }, json: { type: 'boolean' } },
    })
    if (positionals.length === 0) throw new UsageError('which credentials?')
    if ((values.challenge === undefined) !== (values.domain === undefined)) throw new UsageError('--challenge and --domain belong together')
    const { did, verificationMethod, signingKey } = await readKeyFile(required(values.key, '--key'))
    const credentials = []
    for (const path of positionals) credentials.push(parseJsonObject(await readBytes(path)))
    const { challenge, domain } = values
    const presentation = await signPresentation({ holder: did, challenge, domain, credentials }, { signingKey, verificationMethod, created: console.now, cryptography })
    const text = JSON.stringify(presentation, null, 2)
    if (values.out === undefined) console.print(text)
    else await writeWhole(values.out, `${text}\n`)
    return 'done'
  },
}
