import { describe, expect, it } from 'vitest'
import { encodeMultikey } from '../crypto/multikey.ts'
import type { KeyType } from '../crypto/cryptography.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { cosignerKeyOf, formatCosignerKey } from '../ledger/cosignature.ts'
import { charterOf, didOf, governanceOf, multikeyOf, Network, policyText, registrationOf, seatsOf } from './_network.ts'
import { isSigningMultikey } from './entry-text.ts'

const multikey = (type: KeyType, bytes: Uint8Array<ArrayBuffer>): string => encodeMultikey({ type, bytes })
const zeros = (length: number, first: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length }, (_, index) => (index === 0 ? first : 0))

/** Keys under which platforms disagree, or under which anybody signs. */
const unsound: readonly (readonly [string, string])[] = [
  ['the neutral point of Ed25519', multikey('Ed25519', zeros(32, 1))],
  ['a point of order four of Ed25519', multikey('Ed25519', zeros(32, 0))],
  ['a point of order eight of Ed25519', multikey('Ed25519', Uint8Array.from(Buffer.from('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', 'hex')))],
  ['a y above the field of Ed25519', multikey('Ed25519', Uint8Array.from([0xf0, ...new Uint8Array(30).fill(0xff), 0x7f]))],
  ['a y of Ed25519 that is on no curve', multikey('Ed25519', zeros(32, 2))],
  ['an x of P-256 that is on no curve', multikey('P-256', Uint8Array.from([2, ...new Uint8Array(31), 1]))],
  ['an x of P-384 that is on no curve', multikey('P-384', Uint8Array.from([3, ...new Uint8Array(47), 1]))],
]

describe('keys in entries', () => {
  it.each(unsound)('refuses %s wherever a key can stand', async (_, key) => {
    expect(isSigningMultikey(key)).toBe(false)
    const network = new Network()
    await network.begin('college')
    const own = await multikeyOf('shop')
    // Writing an entry reads it again, as everybody would.
    const malformed = { code: 'trust/entry-malformed' }
    for (const changes of [{ keys: [own, key] }, { recoveryKey: key }]) {
      await expect(network.say({ type: 'register', payload: await registrationOf('shop', changes) }, ['shop'])).rejects.toMatchObject(malformed)
    }
    await expect(network.say({ type: 'rotate', payload: { did: didOf('college'), sequence: 0, add: [key], remove: [] } }, ['college'])).rejects.toMatchObject(malformed)
    const governance = await governanceOf()
    const seats = [{ name: 'Nobody', key }, ...governance.worker!.seats.slice(1)]
    await expect(new Network().say({ type: 'charter', payload: await charterOf({ governance: { ...governance, worker: { threshold: 2, seats } } }) }, seatsOf())).rejects.toMatchObject(malformed)
  })

  it('refuses a policy with a cosigner for whom anybody could sign', async () => {
    const nobody = cosignerKeyOf('worker.example', { type: 'Ed25519', bytes: zeros(32, 1) }, cryptography.sha256)
    const policy = (await policyText()).replace(/^witness worker \S+/m, `witness worker ${formatCosignerKey(nobody)}`)
    expect(await new Network().say({ type: 'charter', payload: await charterOf({ policy }) }, seatsOf())).toMatchObject({ ok: false, code: 'trust/policy-malformed' })
  })
})
