import type { JsonObject } from '../encoding/canonical-json.ts'

const security = 'https://w3id.org/security#'
const identifiers = { 'id': '@id', 'type': '@type' } as const

/** What a term for a list of keys means, under the name that the security vocabulary has for it. */
function keys(name: string): JsonObject {
  return { '@id': security + name, '@type': '@id', '@container': '@set' }
}

function moment(id: string): JsonObject {
  return { '@id': id, '@type': 'http://www.w3.org/2001/XMLSchema#dateTime' }
}

/**
 * The context of JSON Web Signature 2020 (`https://w3id.org/security/suites/jws-2020/v1`), which no package carries: documents
 * that name it can be read. Proofs of that suite are not verified.
 */
export const jsonWebSignature2020Context: JsonObject = {
  '@context': {
    privateKeyJwk: { '@id': `${security}privateKeyJwk`, '@type': '@json' },
    JsonWebKey2020: {
      '@id': `${security}JsonWebKey2020`,
      '@context': { '@protected': true, ...identifiers, publicKeyJwk: { '@id': `${security}publicKeyJwk`, '@type': '@json' } },
    },
    JsonWebSignature2020: {
      '@id': `${security}JsonWebSignature2020`,
      '@context': {
        '@protected': true,
        ...identifiers,
        challenge: `${security}challenge`,
        created: moment('http://purl.org/dc/terms/created'),
        domain: `${security}domain`,
        expires: moment(`${security}expiration`),
        jws: `${security}jws`,
        nonce: `${security}nonce`,
        proofPurpose: {
          '@id': `${security}proofPurpose`,
          '@type': '@vocab',
          '@context': {
            '@protected': true,
            ...identifiers,
            assertionMethod: keys('assertionMethod'),
            authentication: keys('authenticationMethod'),
            capabilityInvocation: keys('capabilityInvocationMethod'),
            capabilityDelegation: keys('capabilityDelegationMethod'),
            keyAgreement: keys('keyAgreementMethod'),
          },
        },
        verificationMethod: { '@id': `${security}verificationMethod`, '@type': '@id' },
      },
    },
  },
}
