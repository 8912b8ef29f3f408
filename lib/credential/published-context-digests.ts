import { clrContextUrls } from './clr-contexts.ts'
import type { DigestAlgorithm } from './resource-digest.ts'

const openBadges = 'https://purl.imsglobal.org/spec/ob/v3p0'

/** Digests of one published document in hexadecimal. One that is not listed cannot be compared. */
export type PublishedDigests = Readonly<Partial<Record<DigestAlgorithm, string>>>

/**
 * Digests of known contexts as the bytes that their publishers serve, which is what `relatedResource` names. Those of W3C stand
 * in Verifiable Credentials Data Model 2.0, "Base Context", and Data Integrity 1.0, "Contexts and Vocabularies".
 *
 * Not to be mixed up with the pinned digests of contexts: packages carry the same JSON in other bytes.
 */
export const publishedContextDigests: Readonly<Record<string, PublishedDigests>> = {
  'https://www.w3.org/2018/credentials/v1': { sha256: 'ab4ddd9a531758807a79a5b450510d61ae8d147eab966cc9a200c07095b0cdcc' },
  'https://www.w3.org/ns/credentials/v2': {
    sha256: '59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734',
    sha384: '97f1eb8e5042356c805fdd61afa2c557663785e0794dcafa21e138fd38def18cb360133c221aa31d6896a6bf3e65b614',
    sha512: '5d55452bd2dcf8a29f5a290473eb242b1c5fb77d4e68f1a0aa87baa4dba2694852d65ec63d48ac04a99d956f9f7153b9406f84d2d04c74869b02c239a1d81305',
  },
  'https://w3id.org/security/data-integrity/v1': { sha256: 'b5d829bd09aa7c42abc6efa0c8ed7635313b5487f37ccfce3ecd149ca9418554' },
  'https://w3id.org/security/data-integrity/v2': { sha256: '67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4' },
  'https://w3id.org/security/multikey/v1': { sha256: 'ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597' },
  'https://w3id.org/security/suites/ed25519-2020/v1': { sha256: 'b9e1ab971fd8bf2c7553e0c4a9438e0b9450afde1ea1ca5b2492368b9f549588' },
  'https://w3id.org/security/suites/jws-2020/v1': { sha256: 'd648e05ddc6577827ca2bfd5e931f53e9ebc6e52a57a8da81df4ec8c46ffcd1e' },
  'https://www.w3.org/ns/did/v1': { sha256: '4f3eae5568c9c5f036a082088f9e192019ee06faa78973c87ff91d5421b88dad' },
  [`${openBadges}/context.json`]: { sha256: 'b077fa134d909d92c1dcd1c153f2af1b244aeb415967fdc1467d7fc5dd48ac10' },
  [`${openBadges}/context-3.0.1.json`]: { sha256: 'cfc147db5fd5e3575b06bd471fe04784e92de69296f64a351b8dff0ec3372e9c' },
  [`${openBadges}/context-3.0.2.json`]: { sha256: 'bba433989e1e700ca60838a3c22378e7d8381aeb0c9590f9ddf84d1714f10296' },
  [`${openBadges}/context-3.0.3.json`]: { sha256: '3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84' },
  [`${openBadges}/extensions.json`]: { sha256: '146f85aa16effd7ca1da8056eb443f53ce1eca8a34186cb062832c0a97d889c3' },
  [clrContextUrls['2.0.0']]: { sha256: 'e198d7b517d74c5036434ce495086f67b10244709e9a3df9dcb7f8b1579b6167' },
  [clrContextUrls['2.0.1']]: { sha256: '880f1902d4158f2f33ce06af41b90719977cd1ea337a9de2e41edb3ff5e543d6' },
}
