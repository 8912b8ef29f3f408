import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publicKeyToJwk } from '../../crypto/public-key.ts'
import { encodeBase64url } from '../../encoding/base64url.ts'
import { encodeUtf8 } from '../../encoding/bytes.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../../node/native-cryptography.ts'
import { CredentialError } from '../credential-error.ts'
import { signJws } from '../jose/jws.ts'
import type { ProofFinding } from '../verify-proofs.ts'
import { parseClaimPath } from './claim-path.ts'
import { discloseClaims, type ClaimPath } from './disclose-claims.ts'
import { digestOf } from './disclosure.ts'
import { issueSdJwt } from './issue-sd-jwt.ts'
import { verifyKeyBinding, type KeyBindingContext } from './key-binding.ts'
import { compactFlattened, maxDisclosures, parseSdJwt } from './parse-sd-jwt.ts'
import { presentSdJwt } from './present-sd-jwt.ts'

const now = new Date('2026-11-21T12:00:00Z')
const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const holderKey = await cryptography.importSigningKey(await cryptography.generateKey('P-256'))
const header = { typ: 'dc+sd-jwt' }
const diploma: JsonObject = {
  vct: 'https://college.example/diploma', iss: 'https://college.example', degree: 'BSc', year: 1987, courses: [{ name: 'Weaving', grade: 'A' }, { name: 'Dyeing', grade: 'B' }, 'Spinning'],
  address: { town: 'Hay', street: { name: 'Main', number: 1 } }, cnf: { jwk: { ...publicKeyToJwk(holderKey.publicKey) } },
}
const hidden: readonly ClaimPath[] = [['year'], ['courses', 0], ['courses', 0, 'grade'], ['courses', 2], ['address'], ['address', 'street'], ['address', 'street', 'number']]
const issue = (claims: JsonObject = diploma, paths = hidden, decoys = 0): Promise<string> => issueSdJwt({ claims, hidden: paths, header, decoys }, { signingKey, cryptography })
const disclosed = (text: string): JsonObject => discloseClaims(parseSdJwt(text), cryptography).claims
const encode = (value: unknown): string => encodeBase64url(encodeUtf8(JSON.stringify(value)))
const digest = (disclosure: string): string => digestOf(disclosure, 'sha-256', cryptography)

/** A token that says exactly this, however wrong. */
async function token(payload: JsonObject, ...disclosures: readonly string[]): Promise<string> {
  return [await signJws(header, payload, signingKey), ...disclosures, ''].join('~')
}

describe('issueSdJwt() and presentSdJwt()', () => {
  it('hide what is named, at any depth, and show it again', async () => {
    const text = await issue()
    const payload = JSON.stringify(parseSdJwt(text).message.payload)
    for (const secret of ['1987', 'Weaving', 'Spinning', 'Hay', 'Main']) expect(payload).not.toContain(secret)
    expect(payload).toContain('Dyeing')
    expect(disclosed(text)).toEqual(diploma)
    expect(disclosed(await presentSdJwt(text, { shown: [] }, cryptography))).toEqual({ vct: diploma['vct'], iss: diploma['iss'], degree: 'BSc', courses: [{ name: 'Dyeing', grade: 'B' }], cnf: diploma['cnf'] })
  })

  it('show with a part what it lies within, and nothing else of that', async () => {
    const shown = disclosed(await presentSdJwt(await issue(), { shown: [['address', 'street', 'number'], ['courses', 0]] }, cryptography))
    expect(shown).toMatchObject({ address: { town: 'Hay', street: { name: 'Main', number: 1 } }, courses: [{ name: 'Weaving' }, { name: 'Dyeing', grade: 'B' }] })
    expect(shown).not.toHaveProperty('year')
    expect(shown).not.toHaveProperty(['courses', 0, 'grade'])
  })

  it('count nothing by decoys', async () => {
    const text = await issue(diploma, hidden, 5)
    expect((parseSdJwt(text).message.payload['_sd'] as readonly string[]).length).toBe(2 + 5)
    expect(disclosed(text)).toEqual(diploma)
    expect(disclosed(await presentSdJwt(text, { shown: [['year']] }, cryptography))).toMatchObject({ year: 1987 })
  })

  it('keep no order, and no two salts alike', async () => {
    const [first, second] = [await issue(), await issue()]
    const digests = parseSdJwt(first).message.payload['_sd'] as readonly string[]
    expect(digests).toEqual([...digests].sort())
    expect(new Set([...parseSdJwt(first).disclosures, ...parseSdJwt(second).disclosures]).size).toBe(14)
  })

  it.each<[string, JsonObject, readonly ClaimPath[]]>([
    ['claim-not-found', diploma, [['grade']]], ['claim-not-found', diploma, [['courses', 9]]], ['claim-not-found', diploma, [['courses', 'name']]], ['claim-not-found', diploma, [['year', 'month']]], ['claim-not-found', diploma, [['constructor']]],
    ['claim-not-hideable', diploma, [['vct']]], ['claim-not-hideable', diploma, [['cnf']]], ['claim-not-hideable', diploma, [['iss']]],
    ['claim-reserved', { _sd: [] }, []], ['claim-reserved', { a: [{ '...': 'x' }] }, []], ['claim-reserved', { _sd_alg: 'md5' }, []],
  ])('refuse %s', async (code, claims, paths) => {
    await expect(issue(claims, paths)).rejects.toMatchObject({ code: `credential/${code}` })
  })

  it('refuse to show what is not hidden', async () => {
    for (const path of [['degree'], ['courses', 1], ['address', 'town'], []] as ClaimPath[]) await expect(presentSdJwt(await issue(), { shown: [path] }, cryptography)).rejects.toMatchObject({ code: 'credential/claim-not-found' })
  })

  it('give any claims back, whatever is hidden of them', async () => {
    const object = fc.dictionary(fc.string().filter((name) => !['_sd', '...', '_sd_alg', '__proto__'].includes(name)), fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string(), { maxLength: 3 })), { maxKeys: 6 })
    await fc.assert(fc.asyncProperty(object, fc.nat(63), async (claims, mask) => {
      const read = JSON.parse(JSON.stringify(claims)) as JsonObject
      const paths = Object.keys(read).filter((_, index) => (mask >> index) % 2 === 1).map((name) => [name])
      const text = await issueSdJwt({ claims: read, hidden: 'vct' in read ? [] : paths, header, decoys: 1 }, { signingKey, cryptography })
      expect(disclosed(text)).toEqual(read)
    }), { numRuns: 60 })
  })
})

describe('discloseClaims()', () => {
  const claim = encode(['salt', 'name', 'Ana'])
  const element = encode(['salt', 'Ana'])

  it.each<[string, string, JsonObject, readonly string[]]>([
    ['a disclosure that nothing refers to', 'disclosure-unreferenced', { _sd: [] }, [claim]],
    ['a disclosure that only an undisclosed one refers to', 'disclosure-unreferenced', { _sd: [digest(encode(['s', 'outer', { _sd: [digest(claim)] }]))] }, [claim]],
    ['a disclosure twice', 'digest-repeated', { _sd: [digest(claim)] }, [claim, claim]],
    ['a digest twice in one object', 'digest-repeated', { _sd: [digest(claim), digest(claim)] }, [claim]],
    ['a digest twice in different places', 'digest-repeated', { _sd: [digest(claim)], other: { _sd: [digest(claim)] } }, [claim]],
    ['a decoy twice', 'digest-repeated', { _sd: ['decoy'], list: [{ '...': 'decoy' }] }, []],
    ['a claim in the place of another', 'claim-repeated', { _sd: [digest(claim)], name: 'Ben' }, [claim]],
    ['two disclosures of one name', 'claim-repeated', { _sd: [digest(claim), digest(encode(['other', 'name', 'Ben']))] }, [claim, encode(['other', 'name', 'Ben'])]],
    ['an element in the place of a claim', 'digests-malformed', { _sd: [digest(element)] }, [element]],
    ['a claim in the place of an element', 'digests-malformed', { list: [{ '...': digest(claim) }] }, [claim]],
    ['an element with more than its digest', 'digests-malformed', { list: [{ '...': digest(element), 'more': 1 }] }, [element]],
    ['an element whose digest is no text', 'digests-malformed', { list: [{ '...': 7 }] }, []],
    ['the name of an element as a claim', 'digests-malformed', { '...': 'x' }, []],
    ['digests that are no list', 'digests-malformed', { _sd: 'x' }, []],
    ['digests that are no texts', 'digests-malformed', { _sd: [7] }, []],
    ['an unknown hash', 'digest-algorithm-unsupported', { _sd_alg: 'md5' }, []],
    ['a hash that is no text', 'digest-algorithm-unsupported', { _sd_alg: ['sha-256'] }, []],
  ])('refuses %s', async (_, code, payload, disclosures) => {
    const text = await token(payload, ...disclosures)
    expect(() => disclosed(text)).toThrow(expect.objectContaining({ code: `credential/${code}` }))
  })

  it.each<[string, unknown]>([
    ['_sd', ['s', '_sd', []]], ['...', ['s', '...', 'x']], ['__proto__', ['s', '__proto__', {}]], ['a name that is no text', ['s', 7, 'x']], ['no salt', ['x']], ['a salt that is no text', [7, 'name', 'x']],
    ['four parts', ['s', 'name', 'x', 'y']], ['an object', { name: 'x' }], ['a text', 'x'], ['nothing', null],
  ])('refuses a disclosure with %s', async (_, value) => {
    const text = encode(value)
    const made = await token({ _sd: [digest(text)] }, text)
    expect(() => disclosed(made)).toThrow(expect.objectContaining({ code: 'credential/disclosure-malformed' }))
  })

  it('takes names that objects of JavaScript have for names like others', async () => {
    const disclosures = ['constructor', 'toString', 'hasOwnProperty'].map((name) => encode(['s', name, name]))
    expect(disclosed(await token({ _sd: disclosures.map(digest) }, ...disclosures))).toEqual({ constructor: 'constructor', toString: 'toString', hasOwnProperty: 'hasOwnProperty' })
  })

  it('keeps the spelling of a disclosure, spaces and escapes among it', async () => {
    const spaced = encodeBase64url(encodeUtf8('[ "s",\n "na\\u006de" , "\\u00fc" ]'))
    expect(disclosed(await token({ _sd: [digest(spaced)] }, spaced))).toEqual({ name: 'ü' })
  })

  it('reads SHA-384 digests', async () => {
    expect(disclosed(await token({ _sd_alg: 'sha-384', _sd: [digestOf(claim, 'sha-384', cryptography)] }, claim))).toEqual({ name: 'Ana' })
  })

  it('is done in good time with thousands of disclosures, one within the other or side by side', async () => {
    const flat = Array.from({ length: maxDisclosures }, (_, index) => encode(['s', `n${index}`, index]))
    const began = performance.now()
    expect(Object.keys(disclosed(await token({ _sd: flat.map(digest) }, ...flat)))).toHaveLength(maxDisclosures)
    let inner: Json = 'core'
    const nested: string[] = []
    for (let depth = 0; depth < 500; depth += 1) {
      const text = encode(['s', 'n', inner])
      nested.push(text)
      inner = { _sd: [digest(text)] }
    }
    const deep = await token(inner as unknown as JsonObject, ...nested)
    expect(() => disclosed(deep)).toThrow(CredentialError)
    expect(performance.now() - began).toBeLessThan(2_000)
  })

  it('refuses any disclosures that are made up', async () => {
    const jwt = await signJws(header, { _sd: ['a'], list: [{ '...': 'b' }] }, signingKey)
    fc.assert(fc.property(fc.array(fc.oneof(fc.string(), fc.jsonValue().map(encode)), { minLength: 1, maxLength: 4 }), (parts) => {
      const outcome = ((): unknown => {
        try {
          return disclosed([jwt, ...parts, ''].join('~'))
        } catch (error) {
          return error
        }
      })()
      // Nothing that is made up has a digest that was signed.
      expect(outcome).toBeInstanceOf(CredentialError)
    }))
  })
})

describe('verifyKeyBinding()', () => {
  const occasion = { nonce: 'n-1', audience: 'https://verifier.example' }

  async function show(changes: Partial<Parameters<typeof presentSdJwt>[1]['keyBinding'] & object> = {}): Promise<string> {
    return presentSdJwt(await issue(), { shown: [['year']], keyBinding: { signingKey: holderKey, now, ...occasion, ...changes } }, cryptography)
  }

  function check(text: string, changes: Partial<KeyBindingContext> = {}): Promise<ProofFinding> {
    const sdJwt = parseSdJwt(text)
    return verifyKeyBinding(sdJwt, discloseClaims(sdJwt, cryptography).claims, { cryptography, now, ...occasion, ...changes })
  }

  it('passes what the holder signed, for this nonce, audience and time', async () => {
    expect(await check(await show(), { maxAgeSeconds: 60 })).toMatchObject({ outcome: 'passed', verificationMethod: 'cnf' })
    expect(await check(await show(), { nonce: undefined, audience: undefined })).toMatchObject({ outcome: 'passed' })
  })

  it.each<[string, Partial<KeyBindingContext>]>([
    ['challenge-mismatch', { nonce: 'n-2' }], ['domain-mismatch', { audience: 'https://verifier.example/' }],
    ['created-in-future', { now: new Date(now.getTime() - 600_000) }], ['key-binding-stale', { now: new Date(now.getTime() + 600_000), maxAgeSeconds: 60 }],
  ])('fails %s', async (code, changes) => {
    expect(await check(await show(), changes)).toMatchObject({ outcome: 'failed', code: `proof/${code}` })
  })

  it('fails other disclosures than those that were signed', async () => {
    const text = await show()
    const all = parseSdJwt(await issue())
    const [jwt = '', year = ''] = text.split('~')
    const binding = text.slice(text.lastIndexOf('~') + 1)
    expect(await check(`${jwt}~${binding}`)).toMatchObject({ outcome: 'failed', code: 'proof/key-binding-other' })
    expect(() => disclosedOf(`${jwt}~${year}~${all.disclosures[0]}~${binding}`)).toThrow(CredentialError)
  })

  it('fails another key, no token, no key of the issuer, and words', async () => {
    expect(await check(await show({ signingKey }))).toMatchObject({ outcome: 'failed', code: 'proof/key-mismatch' })
    expect(await check(await presentSdJwt(await issue(), { shown: [] }, cryptography))).toMatchObject({ outcome: 'failed', code: 'proof/key-binding-missing' })
    const { cnf: _, ...unbound } = diploma
    const bearer = await presentSdJwt(await issue(unbound), { shown: [], keyBinding: { signingKey: holderKey, now, ...occasion } }, cryptography)
    expect(await check(bearer)).toMatchObject({ outcome: 'failed', code: 'proof/key-binding-unasked' })
    expect(await check(`${await presentSdJwt(await issue(), { shown: [] }, cryptography)}words`)).toMatchObject({ outcome: 'failed', code: 'proof/key-binding-malformed' })
  })

  it('fails a token of another type and claims of the wrong kind', async () => {
    const presented = await presentSdJwt(await issue(), { shown: [] }, cryptography)
    const good = { iat: now.getTime() / 1_000, aud: occasion.audience, nonce: occasion.nonce, sd_hash: digest(presented) }
    const sign = (claims: JsonObject, typ = 'kb+jwt'): Promise<string> => signJws({ typ }, claims, holderKey)
    expect(await check(presented + await sign(good))).toMatchObject({ outcome: 'passed' })
    expect(await check(presented + await sign(good, 'JWT'))).toMatchObject({ outcome: 'failed', code: 'proof/type-mismatch' })
    for (const changed of [{ aud: [occasion.audience] }, { iat: 'now' }, { nonce: 1 }, { sd_hash: undefined }, { sd_hash: [good.sd_hash] }]) {
      expect(await check(presented + await sign({ ...good, ...changed } as JsonObject))).toMatchObject({ outcome: 'failed' })
    }
  })

  function disclosedOf(text: string): JsonObject {
    return disclosed(text)
  }
})

describe('parseSdJwt()', () => {
  it('takes apart what has a tilde, and refuses empty and too many disclosures', async () => {
    const jwt = await signJws(header, {}, signingKey)
    expect(parseSdJwt(`${jwt}~a~b~`)).toMatchObject({ disclosures: ['a', 'b'], keyBinding: undefined, presented: `${jwt}~a~b~` })
    expect(parseSdJwt(`${jwt}~a~b`)).toMatchObject({ disclosures: ['a'], keyBinding: 'b', presented: `${jwt}~a~` })
    for (const text of [jwt, `${jwt}~~`, `~${jwt}~`, 'words~', `${jwt}~${'a~'.repeat(maxDisclosures + 1)}`]) expect(() => parseSdJwt(text)).toThrow(CredentialError)
  })

  it('reads the JSON form as the compact one', () => {
    const parts = { payload: 'p', protected: 'h', signature: 's' }
    expect(compactFlattened(parts)).toBe('h.p.s')
    expect(compactFlattened({ ...parts, header: { disclosures: ['a'], kb_jwt: 'k' } })).toBe('h.p.s~a~k')
    expect(compactFlattened({ ...parts, header: { disclosures: [] } })).toBe('h.p.s~')
    for (const header of [{ disclosures: [7] }, { disclosures: ['a~b'] }, { disclosures: ['a'], kb_jwt: 'x~y' }]) expect(() => compactFlattened({ ...parts, header })).toThrow(CredentialError)
  })
})

describe('parseClaimPath()', () => {
  it.each([['name', ['name']], ['a.b', ['a', 'b']], ['x[0]', ['x', 0]], ['a.b[1][2].c', ['a', 'b', 1, 2, 'c']], ['@context', ['@context']]])('%s', (text, path) => {
    expect(parseClaimPath(text)).toEqual(path)
  })

  it.each(['', '.', 'a.', '.a', 'a..b', '[0]', 'a[x]', 'a[-1]', 'a[0]b', 'a[', 'x'.repeat(2_000)])('refuses %j', (text) => {
    expect(() => parseClaimPath(text)).toThrow(expect.objectContaining({ code: 'credential/claim-path-malformed' }))
  })
})
