import { describe, expect, it } from 'vitest'
import { webCryptography as cryptography } from '../crypto/web-cryptography.ts'
import type { PendingAuthorization } from '../exchange/oid4vci/authorize.ts'
import { exportWallet } from './export-wallet.ts'
import { findVisit, removeVisit, saveVisit, visitMinutes, type Counterpart } from './issuer-visit.ts'
import { createMemoryWalletStorage } from './memory-wallet-storage.ts'
import { mergeValues } from './merge-entries.ts'
import { readImport } from './read-import.ts'
import { askAgainFrom, loadAllWaiting, loadWaiting, removeWaiting, saveAskedAgain, saveWaiting, type WaitingRecord } from './waiting-record.ts'
import { deriveWalletKeys } from './wallet-keys.ts'

const now = new Date('2026-11-21T10:00:00Z')
const later = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000)
const who: Counterpart = { host: 'college.example', origin: 'https://college.example', calledName: 'College', knownName: undefined, keyName: 'exchange at https://college.example' }
const issuer = { issuer: who.origin, name: undefined, authorizationServers: [], credentialEndpoint: who.origin, nonceEndpoint: undefined, deferredEndpoint: who.origin, notificationEndpoint: undefined, batchSize: 1, configurations: [] }
const configuration = { id: 'Badge', format: 'ldp_vc', name: undefined, scope: undefined, bindingMethods: [], isBound: true, proofTypes: {} }
const pending: PendingAuthorization = {
  url: `${who.origin}/authorize`, clientId: 'w', redirectUri: 'https://wallet.example/exchange/back', state: 'the-state', codeVerifier: 'the-verifier', configuration,
  offer: { offer: { issuer: who.origin, configurationIds: ['Badge'], preAuthorized: undefined, authorization: undefined }, host: who.host, issuer, server: { issuer: who.origin, tokenEndpoint: who.origin, authorizationEndpoint: who.origin, namesItself: false }, configurations: [configuration] },
}
const back = `${pending.redirectUri}?code=c&state=the-state`

async function open(at: Date = now) {
  return { keys: await deriveWalletKeys(new Uint8Array(32).fill(3)), storage: createMemoryWalletStorage(), cryptography, now: at }
}

const storedIn = async ({ storage }: Awaited<ReturnType<typeof open>>, kind: 'device' | 'waiting'): Promise<string> =>
  (await storage.loadEntries(kind)).map(({ id, sealed }) => id + new TextDecoder('latin1').decode(sealed)).join('\n')

describe('a visit to the page of an issuer', () => {
  it('is found again by what the page answers, by nothing else, and until it is over', async () => {
    const context = await open()
    await saveVisit({ pending, who, names: ['Crane operator'], link: 'openid-credential-offer://?x' }, context)
    const found = await findVisit(back, context)
    expect(found).toMatchObject({ pending: { codeVerifier: 'the-verifier' }, who: { host: 'college.example' }, names: ['Crane operator'] })
    for (const address of [back.replace('the-state', 'another'), pending.redirectUri, 'no address', `${pending.redirectUri}?state=`]) expect(await findVisit(address, context)).toBeUndefined()
    await removeVisit(found ?? { id: '' }, context)
    expect(await findVisit(back, context)).toBeUndefined()
  })

  it('is sealed, does not tell its state, stays on this device, and is forgotten when its time is over', async () => {
    const context = await open()
    await saveVisit({ pending, who, names: [], link: '' }, context)
    expect(await storedIn(context, 'device')).not.toMatch(/the-state|the-verifier|college/)
    expect(await findVisit(back, { ...context, now: later(visitMinutes - 1) })).toBeDefined()
    expect(await findVisit(back, { ...context, now: later(visitMinutes) })).toBeUndefined()
    expect(await context.storage.loadEntries('device')).toEqual([])
  })

  it('takes nothing else of this device with it, and a damaged one is forgotten', async () => {
    const context = await open()
    await context.storage.saveEntry({ kind: 'device', id: 'sync', sealed: new Uint8Array(40) })
    await context.storage.saveEntry({ kind: 'device', id: 'visit x', sealed: new Uint8Array(40) })
    await findVisit(back, context)
    expect((await context.storage.loadEntries('device')).map(({ id }) => id)).toEqual(['sync'])
  })
})

describe('a record that comes later', () => {
  const token = { accessToken: 'the-token', credentialIdentifiers: {}, nonce: undefined, issuer, configuration }
  const deferral = { who, names: ['Crane operator'], token, tokenEndpoint: who.origin, answer: { kind: 'deferred', transactionId: 't', intervalSeconds: 60, holders: ['did:key:z'] } } as const
  const given = { ...deferral, answer: { kind: 'given', credentials: ['{}'], notificationId: 'n', holders: ['did:key:z'] } } as const

  it('waits, sealed, with the moment from which its issuer wants to be asked again, and is kept when it comes', async () => {
    const context = await open()
    const waiting = await saveWaiting(deferral, context)
    expect(askAgainFrom(waiting)).toEqual(later(1))
    expect(await storedIn(context, 'waiting')).not.toMatch(/the-token|Crane/)
    expect(await loadAllWaiting(context)).toEqual([waiting])
    const come = await saveAskedAgain(waiting, given, { ...context, now: later(5) })
    expect(await loadWaiting(waiting.id, context)).toEqual(come)
    expect(come).toMatchObject({ since: now.toISOString(), askedAt: later(5).toISOString(), answer: { credentials: ['{}'] } })
    await removeWaiting(waiting.id, context)
    expect(await loadWaiting(waiting.id, context)).toBeUndefined()
  })

  it('goes to the other devices of its holder, of which the one counts that has it, but into no file that others read', async () => {
    const context = await open()
    const waiting = await saveWaiting(deferral, context)
    const come = { ...waiting, ...given }
    const asJson = (one: WaitingRecord) => JSON.parse(JSON.stringify(one)) as Parameters<typeof mergeValues>[1]
    for (const [mine, theirs] of [[waiting, come], [come, waiting]] as const) expect(mergeValues('waiting', asJson(mine), asJson({ ...theirs, askedAt: later(9).toISOString() }))).toMatchObject({ answer: { kind: 'given' } })
    const archive = await exportWallet(context)
    expect(new TextDecoder('latin1').decode(archive)).not.toContain('the-token')
    expect(await readImport(archive, { cryptography })).toMatchObject({ kind: 'read', entries: [] })
  })
})
