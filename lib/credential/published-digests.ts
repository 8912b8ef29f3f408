/** Digests of one published document, in hexadecimal, by the name of the hash as Subresource Integrity spells it. */
export type PublishedDigests = Readonly<Partial<Record<'sha256' | 'sha384' | 'sha512', string>>>

/**
 * Digests over the exact bytes that each context is published as, which `relatedResource` names (Verifiable Credentials Data
 * Model 2.0, "Base Context"; Data Integrity 1.0, "Context Documents"). The packages that carry the contexts give them as
 * JSON, not as bytes, so these cannot be computed here. A digest that is not listed cannot be compared.
 */
export const publishedDigests: Readonly<Record<string, PublishedDigests>> = {
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
  'https://www.w3.org/ns/did/v1': { sha256: '4f3eae5568c9c5f036a082088f9e192019ee06faa78973c87ff91d5421b88dad' },
}
