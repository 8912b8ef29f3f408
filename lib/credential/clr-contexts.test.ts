import { existsSync, readFileSync, readdirSync } from 'node:fs'
import jsonld from 'jsonld'
import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { canonicalize } from './canonicalize.ts'
import { clrContext200, clrContext201, clrContextUrls } from './clr-contexts.ts'
import { knownContextUrls, loadContext } from './contexts.ts'

const folder = new URL('../../../shared/data/standards/clr-2.0/', import.meta.url)
const samples = existsSync(folder) ? readdirSync(new URL('samples/', folder)).filter((name) => name.endsWith('.json')) : []
const read = (path: string): JsonObject => JSON.parse(readFileSync(new URL(path, folder), 'utf8')) as JsonObject

/** Expands with another implementation, on the contexts given in place of ours. */
async function expandWith(document: JsonObject, contexts: Readonly<Record<string, Json>>): Promise<unknown> {
  const documentLoader = async (url: string): Promise<{ contextUrl: null; document: Json; documentUrl: string }> => {
    if (!(url in contexts) && !knownContextUrls.includes(url)) throw new Error(`unknown context ${url}`)
    return { contextUrl: null, document: contexts[url] ?? loadContext(url, cryptography), documentUrl: url }
  }
  return jsonld.expand(document, { documentLoader })
}

const transcript = {
  '@context': ['https://www.w3.org/ns/credentials/v2', clrContextUrls['2.0.1'], 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
  type: ['VerifiableCredential', 'ClrCredential'], issuer: 'https://college.example', partial: true,
  credentialSubject: {
    type: ['ClrSubject'], identifier: [{ type: 'IdentityObject', hashed: false, identityHash: 'Ana', identityType: 'name' }],
    association: [{ type: 'Association', associationType: 'isPartOf', sourceId: 'urn:uuid:1', targetId: 'urn:uuid:2' }],
  },
}

describe('the contexts of Comprehensive Learner Record 2.0', () => {
  it('give every term of a record a meaning, so that all of it is signed', async () => {
    const statements = await canonicalize(transcript, cryptography)
    const vocabulary = 'https://purl.imsglobal.org/spec/vc/clr/vocab.html#'
    for (const term of ['partial', 'identifier-1', 'association', 'AssociationType', 'sourceId', 'targetId']) expect(statements).toContain(`<${vocabulary}${term}>`)
  })

  it('differ where the standard was revised: only the later one knows a record that is partial', async () => {
    const earlier = { ...transcript, '@context': [transcript['@context'][0], clrContextUrls['2.0.0'], transcript['@context'][2]] } as JsonObject
    await expect(canonicalize(earlier, cryptography)).rejects.toMatchObject({ code: 'credential/term-undefined' })
  })

  it.skipIf(samples.length === 0)('expand every shared sample exactly like the published copies', async () => {
    const published = { [clrContextUrls['2.0.0']]: read('contexts/clr-v2p0.json'), [clrContextUrls['2.0.1']]: read('contexts/clr-v2p0-2.0.1.json') }
    const own = { [clrContextUrls['2.0.0']]: clrContext200, [clrContextUrls['2.0.1']]: clrContext201 }
    let expanded = 0
    for (const name of samples) {
      const document = read(`samples/${name}`)
      const expected = await expandWith(document, published).catch((error: Error) => error.message)
      expect(await expandWith(document, own).catch((error: Error) => error.message)).toEqual(expected)
      if (typeof expected !== 'string') expanded += 1
    }
    expect(expanded).toBeGreaterThanOrEqual(6)
  })
})
