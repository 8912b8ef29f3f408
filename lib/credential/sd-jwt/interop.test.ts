import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { SDJwtInstance } from '@sd-jwt/core'
import { describe, expect, it } from 'vitest'
import { publicKeyToJwk } from '../../crypto/public-key.ts'
import { decodeBase64url, encodeBase64url } from '../../encoding/base64url.ts'
import { encodeUtf8 } from '../../encoding/bytes.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../../node/native-cryptography.ts'
import { verifyMessage } from '../jose/verify-message.ts'
import { deriveSdJwt } from './derive-sd-jwt.ts'
import { discloseClaims, type ClaimPath } from './disclose-claims.ts'
import { issueSdJwt } from './issue-sd-jwt.ts'
import { verifyKeyBinding } from './key-binding.ts'
import { parseSdJwt } from './parse-sd-jwt.ts'
import { presentSdJwt } from './present-sd-jwt.ts'

const now = new Date()
const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('P-256'))
const holderKey = await cryptography.importSigningKey(await cryptography.generateKey('P-256'))
const occasion = { nonce: 'n-1', audience: 'https://verifier.example' }
const signer = (key: typeof signingKey) => async (data: string): Promise<string> => encodeBase64url(await key.sign(encodeUtf8(data)))
const verifier = (key: typeof signingKey) => (data: string, signature: string): Promise<boolean> => cryptography.verifySignature(key.publicKey, encodeUtf8(data), decodeBase64url(signature))

/** The other implementation, given the same primitives. */
const theirs = new SDJwtInstance({
  hasher: (data: string | ArrayBuffer) => cryptography.sha256(typeof data === 'string' ? encodeUtf8(data) : new Uint8Array(data)),
  hashAlg: 'sha-256', saltGenerator: (length: number) => encodeBase64url(cryptography.randomBytes(length)),
  signer: signer(signingKey), signAlg: 'ES256', verifier: verifier(signingKey), kbSigner: signer(holderKey), kbSignAlg: 'ES256', kbVerifier: verifier(holderKey),
})

interface Sample {
  readonly claims: JsonObject
  readonly disclosureFrame?: object
  readonly presentationFrames?: object
  readonly presentedClaims: JsonObject
}

const folder = new URL('../../../../shared/data/standards/sd-jwt-vc/samples/sd-jwt-js/', import.meta.url)
const samples = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []

describe.skipIf(samples.length === 0)('the samples of another implementation of SD-JWT', () => {
  it.each(samples.map((name) => [name]))('%s: issued and presented there, read here', async (name) => {
    const { claims, disclosureFrame = {}, presentationFrames = {}, presentedClaims } = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Sample
    const issued = await theirs.issue({ iss: 'https://college.example', iat: 1, vct: 'https://college.example/x', ...claims } as never, disclosureFrame as never)
    const presented = await theirs.present(issued, presentationFrames as never)
    for (const text of [issued, presented]) {
      const { message } = parseSdJwt(text)
      expect(await verifyMessage(message, { cryptography, now, types: [String(message.header['typ'] ?? '')], findKeys: async () => ({ keys: [{ publicKey: signingKey.publicKey, verificationMethod: 'x' }] }) })).toMatchObject({ outcome: 'passed' })
    }
    expect(discloseClaims(parseSdJwt(issued), cryptography).claims).toMatchObject(claims)
    expect(discloseClaims(parseSdJwt(presented), cryptography).claims).toMatchObject(presentedClaims)
  })
})

describe('SD-JWT and another implementation', () => {
  const claims: JsonObject = { iss: 'https://college.example', iat: 1, degree: 'BSc', year: 1987, courses: ['Weaving', 'Dyeing'], address: { town: 'Hay', street: 'Main' }, cnf: { jwk: { ...publicKeyToJwk(holderKey.publicKey) } } }
  const hidden: readonly ClaimPath[] = [['year'], ['courses', 1], ['address'], ['address', 'street']]

  it('verify there what was issued, presented and bound here', async () => {
    const issued = await issueSdJwt({ claims, hidden, header: { typ: 'example+sd-jwt' }, decoys: 2 }, { signingKey, cryptography })
    expect((await theirs.verify(issued)).payload).toEqual(claims)
    const presented = await presentSdJwt(issued, { shown: [['address', 'street']], keyBinding: { signingKey: holderKey, now, ...occasion } }, cryptography)
    const { payload, kb } = await theirs.verify(presented, { keyBindingNonce: occasion.nonce })
    expect(payload).toEqual({ ...claims, courses: ['Weaving'], year: undefined })
    expect(kb?.payload).toMatchObject({ aud: occasion.audience, nonce: occasion.nonce })
  })

  it('verify here what was issued here, and presented and bound there', async () => {
    const issued = await issueSdJwt({ claims, hidden, header: { typ: 'example+sd-jwt' } }, { signingKey, cryptography })
    const kb = { payload: { iat: Math.floor(now.getTime() / 1_000), aud: occasion.audience, nonce: occasion.nonce } }
    const presented = parseSdJwt(await theirs.present(issued, { year: true } as never, { kb }))
    const shown = discloseClaims(presented, cryptography).claims
    expect(shown).toMatchObject({ year: 1987, courses: ['Weaving'] })
    expect(await verifyKeyBinding(presented, shown, { cryptography, now, ...occasion })).toMatchObject({ outcome: 'passed' })
  })

  it('verify there what was issued there and derived and bound here by JSON Pointers', async () => {
    const issued = await theirs.issue({ ...claims, vct: 'https://college.example/x' } as never, { _sd: ['year', 'address'], courses: { _sd: [0, 1] }, address: { _sd: ['street'] }, _sd_decoy: 2 } as never)
    const derived = await deriveSdJwt(issued, { pointers: ['/address/street', '/courses/1'], keyBinding: { signingKey: holderKey, now, ...occasion } }, cryptography)
    const { payload } = await theirs.verify(derived, { keyBindingNonce: occasion.nonce })
    expect(payload).toMatchObject({ courses: ['Dyeing'], address: { town: 'Hay', street: 'Main' } })
    expect(payload).not.toHaveProperty('year')
  })

  it('part over a disclosure that nothing refers to: there it is let through, here it is refused', async () => {
    const issued = await issueSdJwt({ claims, hidden, header: { typ: 'example+sd-jwt' } }, { signingKey, cryptography })
    const smuggled = `${issued}${encodeBase64url(encodeUtf8('["salt","grade","A"]'))}~`
    await expect(theirs.verify(smuggled)).resolves.toBeDefined()
    expect(() => discloseClaims(parseSdJwt(smuggled), cryptography)).toThrow(expect.objectContaining({ code: 'credential/disclosure-unreferenced' }))
  })
})
