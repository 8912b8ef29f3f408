import { compactDecrypt } from 'jose'
import { describe, expect, it } from 'vitest'
import { webCryptography as cryptography } from '../crypto/web-cryptography.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { openJwe, sealAsJwe } from './passphrase-jwe.ts'

const passphrase = 'four brass kettles sing'

describe('sealAsJwe()', () => {
  it('is opened by jose and by us with the passphrase, and with no other', async () => {
    const jwe = await sealAsJwe('{"seed":"…"}', passphrase, cryptography)
    const { plaintext } = await compactDecrypt(jwe, encodeUtf8(passphrase), { keyManagementAlgorithms: ['PBES2-HS512+A256KW'], maxPBES2Count: 1_000_000 })
    expect(new TextDecoder().decode(plaintext)).toBe('{"seed":"…"}')
    expect(await openJwe(jwe, passphrase)).toBe('{"seed":"…"}')
    await expect(openJwe(jwe, 'four brass kettles sang')).rejects.toMatchObject({ code: 'holder/seal-broken' })
  })

  it('takes no passphrase below the stated minimum', async () => {
    await expect(sealAsJwe('{}', 'short', cryptography)).rejects.toMatchObject({ code: 'holder/passphrase-weak' })
  })
})

describe('openJwe()', () => {
  const header = (members: object): string => Buffer.from(JSON.stringify(members)).toString('base64url')

  it.each([
    '', 'a.b.c.d.e', `${header({ alg: 'dir', enc: 'A256GCM' })}....`,
    `${header({ alg: 'PBES2-HS512+A256KW', enc: 'A256GCM', p2s: 'AAAA', p2c: 4_000_000_000 })}.AA.AA.AA.AA`,
    `${header({ alg: 'PBES2-HS512+A256KW', enc: 'A256GCM', p2s: 'AAAA', p2c: 0.5 })}.AA.AA.AA.AA`,
  ])('refuses %j without work', async (jwe) => {
    await expect((async () => openJwe(jwe, passphrase))()).rejects.toMatchObject({ code: 'holder/wrap-malformed' })
  })
})
