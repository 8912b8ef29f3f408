import { parseArgs } from 'node:util'
import { deriveSdJwt, flattenSdJwt, isSdJwt, parseJsonObject, signPresentation } from 'everlearned/credential'
import type { SigningKey } from 'everlearned/crypto'
import { hasBaseProof } from 'everlearned/holder'
import { nativeCryptography as cryptography } from 'everlearned/node'
import type { Command } from '../command.ts'
import { InputError, required, UsageError } from '../command.ts'
import { readText, writeWhole } from '../files.ts'
import { readKeyFile, type NamedKey } from '../key-file.ts'

export const present: Command = {
  help: `ler present FILE… --key FILE [--challenge C --domain D] [--out FILE]
    Signs a presentation of the credentials; they go in as they are. One SD-JWT instead stays what it is: the holder's token
    is put at its end (key binding), for which the challenge and the domain must be there.

  --key FILE        the key of the holder
  --challenge C     what the verifier asked to be repeated
  --domain D        who asked
  --ledger-proof FILE   puts the ledger proof of an SD-JWT into its unprotected header: the result is JSON
  --out FILE        writes the presentation there instead of to standard output
  --json            as without: a presentation is JSON; an SD-JWT is a text in quotes
A credential of which copies are to be derived is refused: make one with ler derive first. An SD-JWT is shown with all that is in it.`,
  async run(args, console) {
    const { values, positionals } = parseArgs({
      args: [...args], allowPositionals: true,
      options: { key: { type: 'string' }, challenge: { type: 'string' }, domain: { type: 'string' }, 'ledger-proof': { type: 'string' }, out: { type: 'string' }, json: { type: 'boolean' } },
    })
    if (positionals.length === 0) throw new UsageError('which credentials?')
    if ((values.challenge === undefined) !== (values.domain === undefined)) throw new UsageError('--challenge and --domain belong together')
    const key = await readKeyFile(required(values.key, '--key'))
    const occasion: Occasion = { key, challenge: values.challenge, domain: values.domain, now: console.now }
    const sources: string[] = []
    for (const path of positionals) sources.push(await readText(path))
    const [first = ''] = sources
    const isToken = sources.some(isSdJwt)
    if (isToken && sources.length > 1) throw new UsageError('an SD-JWT is presented by itself')
    const ledgerProof = values['ledger-proof']
    if (ledgerProof !== undefined && !isToken) throw new UsageError('--ledger-proof goes along with an SD-JWT')
    const shown = isToken ? await presentToken(first, occasion) : await presentDocuments(sources, occasion)
    const text = ledgerProof === undefined ? shown : JSON.stringify(flattenSdJwt(shown, parseJsonObject(await readText(ledgerProof))), null, 2)
    if (values.out === undefined) console.print(isToken && ledgerProof === undefined && values.json === true ? JSON.stringify(text) : text)
    else await writeWhole(values.out, `${text}\n`)
    return 'done'
  },
}

interface Occasion {
  readonly key: NamedKey<SigningKey>
  readonly challenge: string | undefined
  readonly domain: string | undefined
  readonly now: Date
}

/** RFC 9901, "Key Binding JWT": it always names who asked and what they want repeated. */
async function presentToken(source: string, { key: { signingKey }, challenge, domain, now }: Occasion): Promise<string> {
  if (challenge === undefined || domain === undefined) throw new UsageError('an SD-JWT is presented for a --challenge and a --domain')
  return deriveSdJwt(source, { pointers: [''], keyBinding: { signingKey, nonce: challenge, audience: domain, now } }, cryptography)
}

async function presentDocuments(sources: readonly string[], { key: { did, verificationMethod, signingKey }, challenge, domain, now }: Occasion): Promise<string> {
  // Such a signature opens everything that copies hide, and verifiers refuse it.
  if (sources.some(hasBaseProof)) throw new InputError('Cannot present: a credential is its holder\'s own copy; make one to show with ler derive first')
  const presentation = await signPresentation({ holder: did, challenge, domain, credentials: sources.map((source) => parseJsonObject(source)) }, { signingKey, verificationMethod, created: now, cryptography })
  return JSON.stringify(presentation, null, 2)
}
