import { describe, expect, it } from 'vitest'
import { encodeBase64url } from '../encoding/base64url.ts'
import { encodeCard } from '../exchange/card/card.ts'
import { formatCodes } from '../exchange/card/card-codes.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { bakeSvg } from '../credential/baked-svg.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { formatBundle } from './bundle.ts'
import { readInput } from './input.ts'
import type { ReadInput } from './input.ts'

const part = (value: unknown): string => encodeBase64url(encodeUtf8(JSON.stringify(value)))
const token = (payload: unknown, header: unknown = { alg: 'EdDSA', typ: 'vc+jwt' }): string => `${part(header)}.${part(payload)}.c2ln`
const read = (value: unknown): Promise<ReadInput> => readInput(encodeUtf8(typeof value === 'string' ? value : JSON.stringify(value)), cryptography)
const credential = { type: ['VerifiableCredential'], credentialSubject: { id: 'did:example:1' } }

describe('readInput()', () => {
  it('reads a credential, with a byte order mark or spaces around it', async () => {
    expect(await read(`\uFEFF ${JSON.stringify(credential)}\n`)).toEqual({ container: 'credential', credentials: [{ document: credential, securing: 'embedded' }] })
  })

  it('reads the credential of a token under data model 2.0 and under 1.1, where registered claims say the rest', async () => {
    expect((await read(token(credential))).credentials).toMatchObject([{ document: credential, securing: 'jose' }])
    const { credentials: [old] } = await read(token({ iss: 'did:example:issuer', sub: 'did:example:2', jti: 'urn:uuid:1', nbf: 1_700_000_000, exp: 1_800_000_000, vc: { type: ['VerifiableCredential'], credentialSubject: {} } }))
    expect(old?.document).toEqual({
      id: 'urn:uuid:1', issuer: 'did:example:issuer', type: ['VerifiableCredential'], credentialSubject: { id: 'did:example:2' },
      issuanceDate: '2023-11-14T22:13:20.000Z', expirationDate: '2027-01-15T08:00:00.000Z',
    })
  })

  it('never lets a claim of a token overrule the subject that stands in its credential', async () => {
    const { credentials: [only] } = await read(token({ sub: 'did:example:thief', vc: credential }))
    expect(only?.document['credentialSubject']).toEqual({ id: 'did:example:1' })
  })

  it.each([['a time beyond all calendars', { exp: 1e300 }], ['a time that is text', { exp: 'soon' }], ['a vc that is a list', { vc: [] }]])('survives %s', async (_what, claims) => {
    expect((await read(token({ vc: credential, ...claims }))).credentials).toHaveLength(1)
  })

  it('tells a token with disclosures apart', async () => {
    expect((await read(`${token({ vct: 'https://example.edu/diploma' })}~WyJhIl0~`)).credentials[0]?.securing).toBe('sd-jwt')
  })

  it('opens envelopes, pictures, presentations and share files', async () => {
    const enveloped = { type: 'EnvelopedVerifiableCredential', id: `data:application/vc+jwt,${token(credential)}` }
    const presentation = await read({ type: 'VerifiablePresentation', verifiableCredential: [enveloped, credential, 'words', 7] })
    expect(presentation.credentials.map(({ securing, fault }) => [securing, fault?.code])).toEqual([['jose', undefined], ['embedded', undefined], ['embedded', 'format/not-json'], ['embedded', 'format/not-an-object']])
    const picture = bakeSvg('<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>', JSON.stringify(credential))
    expect((await read(picture)).credentials[0]?.document).toEqual(credential)
    const bundle = formatBundle({ credentials: [JSON.stringify(credential), token(credential)], documents: {}, status: {}, ledgerProofs: [], logs: [] })
    expect(await read(bundle)).toMatchObject({ container: 'bundle', credentials: [{ securing: 'embedded' }, { securing: 'jose' }] })
  })

  it('reads the presentation that a token carries', async () => {
    expect(await read(token({ iss: 'did:example:1', vp: { type: 'VerifiablePresentation', verifiableCredential: [token(credential)] } }))).toMatchObject({ container: 'presentation', presentation: { securing: 'jose' }, credentials: [{ securing: 'jose' }] })
  })

  it('reads a card from the texts of its codes, in any order, with the proof of the ledger when it is there', async () => {
    const long = { ...credential, text: Array.from({ length: 300 }, (_, index) => `${index * 7919 % 1009}`).join(' ') }
    const codes = formatCodes(await encodeCard({ credential: JSON.stringify(long, null, 2) }), cryptography)
    expect(codes.length).toBe(1)
    expect(await read(`\n${codes.join('\r\n')}\n`)).toMatchObject({ container: 'card', bundle: { ledgerProofs: [], status: {} }, credentials: [{ document: long, securing: 'embedded' }] })
    const two = formatCodes(await encodeCard({ credential: JSON.stringify({ ...credential, noise: encodeBase64url(cryptography.randomBytes(1_200)) }) }), cryptography)
    expect(await read([...two].reverse().join('\n'))).toMatchObject({ container: 'card', credentials: [{ document: credential }] })
    await expect(read(two[0])).rejects.toMatchObject({ code: 'verifier/card-incomplete' })
    await expect(read([two[0], codes[0]].join('\n'))).rejects.toMatchObject({ code: 'verifier/unreadable' })
    await expect(read(codes[0]?.slice(0, -20))).rejects.toMatchObject({ code: 'verifier/unreadable' })
  })

  it('takes no word with two dots for a token', async () => {
    for (const text of ['www.college.example', 'a.b.c', '..', token([]), token({}, { typ: 'JWT' })]) await expect(read(text)).rejects.toMatchObject({ code: 'verifier/unreadable' })
  })
})
