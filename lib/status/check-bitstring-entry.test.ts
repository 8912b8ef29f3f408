import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { createBitstring, encodeBitstring, withBit, withStatuses } from './bitstring.ts'
import { checkStatusEntry } from './check-status-entry.ts'
import type { StatusContext, StatusFinding } from './status-context.ts'

const now = new Date('2026-11-21T00:00:00Z')
const url = 'https://college.example/status/3'
const issuer = 'did:web:college.example'
const context: StatusContext = { issuer, now, fetchedAt: now, verify: async () => ({ outcome: 'passed' }) }

const listOf = async (subject: JsonObject, bits: Uint8Array<ArrayBuffer>, change: JsonObject = {}): Promise<string> => JSON.stringify({
  id: url, type: ['VerifiableCredential', 'BitstringStatusListCredential'], issuer, validFrom: '2026-11-20T00:00:00Z',
  credentialSubject: { type: 'BitstringStatusList', encodedList: await encodeBitstring(bits), ...subject }, ...change,
})

describe('a message on a status list', () => {
  const entry = {
    type: 'BitstringStatusListEntry', statusPurpose: 'message', statusListIndex: '5', statusListCredential: url, statusSize: 2,
    statusMessage: [{ status: '0x0', message: 'in good standing' }, { status: '0x1', message: 'under review' }, { status: '0x2', message: 'rejected' }, { status: '0x3', message: 'x'.repeat(9_000) }],
  }
  const judge = async (value: number, change: JsonObject = {}): Promise<StatusFinding> => (
    checkStatusEntry({ ...entry, ...change }, await listOf({ statusPurpose: 'message' }, withStatuses(createBitstring(), [5], { size: 2, value })), context)
  )

  it('passes while it says nothing, with the words that stand for that', async () => {
    expect(await judge(0)).toEqual({ outcome: 'passed', purpose: 'message', message: 'in good standing', ageSeconds: 86_400 })
  })

  it('leaves open what any other message means, and hands on the issuer\'s words', async () => {
    expect(await judge(1)).toMatchObject({ outcome: 'unknown', code: 'status/message', message: 'under review' })
    expect(await judge(2)).toMatchObject({ outcome: 'unknown', code: 'status/message', message: 'rejected' })
  })

  it('cuts long words, and needs none', async () => {
    expect((await judge(3)).message).toHaveLength(500)
    for (const statusMessage of [[], null, 'x', [null, { status: 1 }, { status: '1', message: 'decimal' }, { status: '0x1', message: 7 }]]) {
      const found = await judge(1, { statusMessage } as JsonObject)
      expect(found.code).toBe('status/message')
      expect(found).not.toHaveProperty('message')
    }
  })

  it('is not read from a list for another purpose, nor revocation from several bits', async () => {
    const list = await listOf({ statusPurpose: 'revocation' }, createBitstring())
    expect(await checkStatusEntry(entry, list, context)).toMatchObject({ outcome: 'unknown', code: 'status/purpose-mismatch' })
    expect(await checkStatusEntry({ ...entry, statusPurpose: 'revocation' }, list, context)).toMatchObject({ outcome: 'unknown', code: 'status/not-supported' })
  })
})

describe('a refresh on a status list', () => {
  it('tells that there is a newer version, which is no withdrawal', async () => {
    const entry = { type: 'BitstringStatusListEntry', statusPurpose: 'refresh', statusListIndex: '5', statusListCredential: url }
    const list = await listOf({ statusPurpose: ['refresh'] }, withBit(createBitstring(), 5, 1))
    expect(await checkStatusEntry(entry, list, context)).toMatchObject({ outcome: 'unknown', code: 'status/refreshed' })
    expect(await checkStatusEntry({ ...entry, statusListIndex: '6' }, list, context)).toMatchObject({ outcome: 'passed' })
  })
})

describe('a list of the draft of 2021', () => {
  const entry = { type: 'StatusList2021Entry', statusPurpose: 'revocation', statusListIndex: 7, statusListCredential: url }
  const list = async (encodedList?: string, change: JsonObject = {}): Promise<string> => {
    const encoded = encodedList ?? (await encodeBitstring(withBit(createBitstring(), 7, 1))).slice(1)
    const { validFrom: _, ...old } = JSON.parse(await listOf({ type: 'StatusList2021', statusPurpose: 'revocation', encodedList: encoded }, createBitstring())) as JsonObject
    return JSON.stringify({ ...old, type: ['VerifiableCredential', 'StatusList2021Credential'], issuanceDate: '2026-11-20T00:00:00Z', ...change })
  }

  it('fails who is revoked and passes who is not, whichever alphabet it is written in', async () => {
    const padded = Buffer.from((await encodeBitstring(withBit(createBitstring(), 7, 1))).slice(1), 'base64url').toString('base64')
    for (const text of [await list(), await list(padded)]) {
      expect(await checkStatusEntry(entry, text, context)).toMatchObject({ outcome: 'failed', code: 'status/revoked', ageSeconds: 86_400 })
      expect(await checkStatusEntry({ ...entry, statusListIndex: '8' }, text, context)).toMatchObject({ outcome: 'passed' })
    }
  })

  it('is held to the period of data model 1.1', async () => {
    expect(await checkStatusEntry(entry, await list(undefined, { expirationDate: '2026-11-21T00:00:00Z' }), context)).toMatchObject({ outcome: 'unknown', code: 'status/list-stale' })
    expect(await checkStatusEntry(entry, await list(undefined, { issuanceDate: '2027-01-01T00:00:00Z' }), context)).toMatchObject({ outcome: 'unknown', code: 'status/list-not-yet-valid' })
  })

  it('is unknown out of reach, unsigned, malformed, or when it is a list of the other edition', async () => {
    expect(await checkStatusEntry(entry, undefined, context)).toMatchObject({ outcome: 'unknown', code: 'status/list-unavailable' })
    expect(await checkStatusEntry(entry, await list(), { ...context, verify: async () => ({ outcome: 'failed' }) })).toMatchObject({ outcome: 'unknown', code: 'status/list-unverified' })
    for (const text of [await list('AAAA'), await list('='), await list(undefined, { type: ['BitstringStatusListCredential'] })]) {
      expect(await checkStatusEntry(entry, text, context)).toMatchObject({ outcome: 'unknown', code: 'status/list-malformed' })
    }
    // The list of 2023 without its prefix is malformed, not lenient.
    const noPrefix = await listOf({ statusPurpose: 'revocation', encodedList: (await encodeBitstring(createBitstring())).slice(1) }, createBitstring())
    expect(await checkStatusEntry({ ...entry, type: 'BitstringStatusListEntry' }, noPrefix, context)).toMatchObject({ outcome: 'unknown', code: 'status/list-malformed' })
  })
})

const testlist = new URL('../../../shared/data/standards/open-badges-3.0/samples/1edtech-validator/bit-string-list/', import.meta.url)

describe.skipIf(!existsSync(testlist))('the published list of 1EdTech', () => {
  it('revokes the badge that names it, once its issuer is vouched for', async () => {
    const list = JSON.parse(readFileSync(new URL('testlist', testlist), 'utf8')) as { id: string; issuer: string }
    const { credentialStatus } = JSON.parse(readFileSync(new URL('credential-status-revoked.json', testlist), 'utf8')) as { credentialStatus: JsonObject }
    const own = { ...context, issuer: list.issuer }
    expect(await checkStatusEntry({ ...credentialStatus, statusListCredential: list.id }, JSON.stringify(list), own)).toMatchObject({ outcome: 'failed', code: 'status/revoked' })
    // As published it names its list by one address and the list calls itself by another.
    expect(await checkStatusEntry(credentialStatus, JSON.stringify(list), own)).toMatchObject({ outcome: 'unknown', code: 'status/list-mismatch' })
  })
})
