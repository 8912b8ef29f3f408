import type { Command } from '../command.ts'
import { UsageError } from '../command.ts'
import type { Verb } from '../verb.ts'

/** The verbs; the file of each is read only when it is asked for. */
const verbs: Readonly<Record<string, () => Promise<Verb>>> = {
  accept: async () => (await import('./exchange-accept.ts')).accept,
  file: async () => (await import('./exchange-file.ts')).takeAsFile,
  present: async () => (await import('./exchange-present.ts')).presentInExchange,
  request: async () => (await import('./exchange-request.ts')).request,
}

export const exchange: Command = {
  help: `ler exchange accept URL --key FILE… [--yes] [--code CODE] [--out DIR] [--insist] [--trust NAME|FILE]
    Takes what an interaction URL (VCALM) or a link openid-credential-offer://… (OpenID4VCI) offers. Without --yes it only says who
    offers what; with it a key is proven, and what is handed over is checked online and written into DIR, or printed. What fails its
    checks is written only with --insist. --code is the code that some offers ask for; others name a page to open in a browser.
    Exit code: 0 integrity passed, 1 failed, 2 unknown.
ler exchange file LINK --email ADDRESS [--code CODE] [--hashed] [--out FILE] [--trust NAME|FILE]
    Takes what a claim link offers as a file about an e-mail address, without a key. ADDRESS is the one that the link was sent to;
    with --hashed the file names it by a hash. What comes is checked online. Exit code: 0 integrity passed, 1 failed, 2 unknown.
ler exchange present URL --credential FILE… --key FILE… [--yes | --decline]
    Shows these credentials to whoever an interaction URL (VCALM) or a link openid4vp://… (OpenID4VP) is of. Without --yes it only
    says who asks, for what and why. What is not asked for is not sent; of a credential that can be divided only what is. Credentials
    about several keys are shown by each of them. --decline tells who asks that there will be no answer, and nothing else.
ler exchange request --node URL --organisation NAME --api-key-file FILE --purpose TEXT [--type TYPE…] [--policy NAME]
                     [--agreement TEXT] [--encrypted] [--wait]
    Asks for credentials in the name of an organisation on a node, and prints the interaction URL and the link for OpenID4VP. There
    the holder can be asked to agree to something, and to encrypt the answer. With --wait it waits for the answer and prints the
    verdict. Exit code: 0 accepted, 1 not, 2 unknown.
ler exchange request --node URL --organisation NAME --api-key-file FILE --claim ID [--code CODE] [--wait]
    Hands a claim over in the same way.

  --key FILE        a key of the holder; the first that the other side takes is used, and for a credential about another of them that one
  --allow ORIGIN    accept, file, present: reaches this origin on this machine without https, for example http://localhost:4000
  --json            one JSON value
All of them use the network: the address that is given, and what the credentials name.`,
  async run([name = '', ...rest], console) {
    const load = Object.hasOwn(verbs, name) ? verbs[name] : undefined
    if (load === undefined) throw new UsageError('it is ler exchange accept, file, present or request')
    return (await load()).run(rest, console)
  },
}
