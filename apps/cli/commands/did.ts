import { parseArgs } from 'node:util'
import { resolveDid } from 'everlearned/did'
import { createDocumentFetch } from 'everlearned/node'
import type { Command } from '../command.ts'
import { InputError, printResult, UsageError } from '../command.ts'
import { readDocuments } from '../files.ts'

export const did: Command = {
  help: `ler did resolve DID [--documents MAP] [--online [--allow ORIGIN]]
    Prints the document of a did:key or did:web. Touches the network only with --online.

  --documents MAP   a JSON object from URL or DID to the path of a file, or a folder with such an index.json
  --online          fetches what --documents lacks, over https from public addresses
  --allow ORIGIN    fetches from this origin although it is not, for example http://localhost:4000
  --json            the same document; for a DID that cannot be resolved { "unresolved", "detail" }`,
  async run(args, console) {
    const { values, positionals } = parseArgs({
      args: [...args], allowPositionals: true,
      options: { documents: { type: 'string' }, online: { type: 'boolean' }, allow: { type: 'string', multiple: true }, json: { type: 'boolean' } },
    })
    const [verb, name, ...surplus] = positionals
    if (verb !== 'resolve' || name === undefined || surplus.length > 0) throw new UsageError('it is ler did resolve DID')
    const fetchDocument = values.online === true ? createDocumentFetch({ allowedOrigins: values.allow ?? [] }) : undefined
    const resolution = await resolveDid(name, { documents: await readDocuments(values.documents), fetchDocument })
    if ('document' in resolution) {
      console.print(JSON.stringify(resolution.document, null, 2))
      return 'done'
    }
    if (resolution.unresolved === 'malformed') throw new InputError(`Cannot resolve DID: ${resolution.detail}`)
    printResult(console, values.json, resolution, () => `Not resolved: ${resolution.detail}`)
    return 'unknown'
  },
}
