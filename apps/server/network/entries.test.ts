import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeMultikey, type SigningKey } from 'everlearned/crypto'
import { formatAddCheckpoint, formatVerifierKey, hashOrigin, parseCheckpoint, parseTlogProof, signCheckpoint, verifierKeyOf, verifyReceipt } from 'everlearned/ledger'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { signConformance, signEntry, type Register } from 'everlearned/trust'
import { listIssuers } from '../accounts/organisation-keys.ts'
import { createNode } from '../app.ts'
import { addTestOwner, openTestNode, type TestNode, type TestOwner } from '../open-test-node.ts'
import { hashSecret } from '../secrets.ts'
import type { RateLimit } from '../rate-limit.ts'
import { entryLimits } from './entry-limits.ts'
import { comparePolicies, stepAll } from './follow-turn.ts'
import { FollowedLogs } from './followed-logs.ts'
import { handIn } from './open-test-network.ts'
import { loadOwnRegistry, saveOwnRegistry } from './own-registry.ts'
import { readMentions } from './read-mentions.ts'
import { stateLists } from './state-lists.ts'
import { stateOrganisations } from './state-organisations.ts'

/** The registration of somebody from outside, signed as it must be. */
async function registration({ context }: TestNode, name: string): Promise<{ readonly did: string; readonly key: SigningKey; readonly entry: Uint8Array<ArrayBuffer> }> {
  const key = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
  const multikey = encodeMultikey(key.publicKey)
  const did = `did:key:${multikey}`
  const sample = await signConformance(did, { signingKey: key, verificationMethod: `${did}#${multikey}`, cryptography })
  const payload: Register = { did, name, sector: 'employer', keys: [multikey], basis: 'self-declared', sample }
  return { did, key, entry: await signEntry({ type: 'register', payload }, { origin: context.ledger.checkpoint.origin, signers: [key] }) }
}

describe('what a node takes and shows of its ledger', () => {
  let node: TestNode
  let owner: TestOwner

  beforeAll(async () => {
    node = await openTestNode()
    owner = await addTestOwner(node)
    await stateOrganisations(node.context)
  })

  afterAll(() => node.close())

  async function say(type: string, payload: object): Promise<{ status: number; body: { index?: number; code?: string; recoveryKey?: { publicKeyMultibase: string } } }> {
    const answer = await owner.request({ method: 'POST', url: `/api/organisations/${owner.organisation.id}/statements`, payload: { type, payload } })
    return { status: answer.statusCode, body: answer.json() }
  }

  it('takes what the rules allow of anybody, once', async () => {
    const { did, entry } = await registration(node, 'Ferry Workshop')
    const answer = await handIn(node, entry)
    const { ledger } = node.context
    const { index, receipt } = answer.json<{ index: number; receipt: string }>()
    expect([answer.statusCode, index]).toEqual([201, ledger.checkpoint.size - 1])
    // What the log signed for binds it.
    const bound = { entry: Uint8Array.from(entry), proof: parseTlogProof(receipt), verifierKey: ledger.verifierKey, url: '', receivedAt: node.clock.now }
    expect([bound.proof.index, await verifyReceipt(bound, cryptography), await verifyReceipt({ ...bound, entry: Uint8Array.of(1) }, cryptography)]).toEqual([index, true, false])
    expect((await handIn(node, entry)).json()).toMatchObject({ status: 422, code: 'trust/did-taken' })
    const shown = await node.app.inject(`/api/ledger/entries/${node.context.ledger.checkpoint.size - 1}`)
    expect(shown.json()).toMatchObject({ type: 'register', payload: { did, name: 'Ferry Workshop' }, signedBy: [{ did, name: 'Ferry Workshop' }], final: true })
  })

  it('refuses what is no entry, is forged, is the operator\'s alone or is too long, and writes nothing', async () => {
    const { size } = node.context.ledger.checkpoint
    const { entry } = await registration(node, 'Forged Works')
    const forged = Uint8Array.from(entry)
    forged.set([(forged.at(-1) ?? 0) ^ 1], forged.length - 1)
    const epoch = await signEntry({ type: 'epoch', payload: { size, root: '0'.repeat(64) } }, { origin: node.context.ledger.checkpoint.origin, signers: [node.context.operatorKey] })
    const elsewhere = await signEntry({ type: 'epoch', payload: { size, root: '0'.repeat(64) } }, { origin: 'other.example/ledger', signers: [node.context.operatorKey] })
    expect((await handIn(node, forged)).json()).toMatchObject({ status: 422, code: 'trust/signature-invalid' })
    expect((await handIn(node, Uint8Array.of(1, 2, 3))).json()).toMatchObject({ status: 422, code: 'trust/entry-malformed' })
    expect((await handIn(node, epoch)).json()).toMatchObject({ status: 422, code: 'ledger/entry-type-refused' })
    expect((await handIn(node, elsewhere)).statusCode).toBe(422)
    expect((await handIn(node, new Uint8Array(16_385))).statusCode).toBe(413)
    expect((await handIn(node, new Uint8Array(0))).statusCode).toBe(422)
    expect(node.context.ledger.checkpoint.size).toBe(size)
  })

  it('lists entries in portions, and refuses what is no number', async () => {
    const all = (await node.app.inject('/api/ledger/entries?limit=100')).json<{ size: number; entries: { index: number; type: string }[] }>()
    expect(all.entries.map(({ type }) => type).slice(0, 2)).toEqual(['charter', 'register'])
    const part = (await node.app.inject('/api/ledger/entries?from=1&limit=1')).json<{ entries: { index: number }[] }>()
    expect(part.entries.map(({ index }) => index)).toEqual([1])
    await readMentions(node.context)
    expect((await node.app.inject('/api/ledger/entries?from=99999')).json()).toMatchObject({ types: ['charter', 'register'], entries: [] })
    expect((await node.app.inject('/api/ledger/entries?limit=101')).statusCode).toBe(400)
    expect((await node.app.inject('/api/ledger/entries/9999999')).statusCode).toBe(404)
    expect((await node.app.inject('/api/ledger/entries/-1')).statusCode).toBe(400)
  })

  it('hands out the bytes of a status list by the digest that its log holds', async () => {
    await node.context.database.insertInto('status_list').values({
      id: 'list-1', organisation_id: owner.organisation.id, key_type: 'Ed25519', purpose: 'revocation', size: 131_072, allocated: Buffer.alloc(16_384), allocated_count: 0,
      bits: Buffer.alloc(16_384), published: '{"list":1}', published_at: node.clock.now, expires_at: node.clock.now, created_at: new Date('2026-05-18T12:00:00Z'),
    }).execute()
    expect(await stateLists(node.context)).toBe(1)
    const { digest } = await node.context.database.selectFrom('list_snapshot').select('digest').executeTakeFirstOrThrow()
    expect((await node.app.inject(`/ledger/blob/${digest}`)).body).toBe('{"list":1}')
    expect((await node.app.inject(`/ledger/blob/${'0'.repeat(64)}`)).statusCode).toBe(404)
  })

  it('states for an organisation what its member says, signed and in its turn', async () => {
    const { did, entry } = await registration(node, 'Harbour Skills')
    await handIn(node, entry)
    expect(await say('endorse', { subject: { did }, ground: 'recognises' })).toMatchObject({ status: 201 })
    expect(await say('dispute', { subject: { did }, ground: 'misleading' })).toMatchObject({ status: 201 })
    expect(await say('dispute', { subject: { did: 'did:web:nobody.example' }, ground: 'misleading' })).toMatchObject({ status: 422, body: { code: 'trust/target-unknown' } })
    expect(await say('endorse', { subject: { did }, ground: 'is a fine person' })).toMatchObject({ status: 422, body: { code: 'network/statement-invalid' } })
    expect(await say('endorse', { subject: { did }, ground: 'recognises', by: did, sequence: 99 })).toMatchObject({ status: 201 })
    expect(await say('accredit', { did, scopes: ['urn:scope:a'], basis: 'institutional', from: '2026-01-01' })).toMatchObject({ status: 422 })
    expect((await say('charter', {})).status).toBe(400)
    const rotated = await say('rotate', {})
    expect(rotated).toMatchObject({ status: 201, body: { recoveryKey: { publicKeyMultibase: expect.stringMatching(/^z6Mk/) as string } } })
    const kept = (await node.app.inject(`/api/network/issuer?did=${encodeURIComponent(owner.organisation.did)}`)).json<{ recoveryKey: string }>()
    expect(kept.recoveryKey).toBe(rotated.body.recoveryKey?.publicKeyMultibase)
    const own = await cryptography.generateKey('Ed25519')
    expect(await say('rotate', { privateKeyJwk: own })).toMatchObject({ status: 422, body: { code: 'trust/recovery-key-missing' } })
    expect(await say('rotate', { privateKeyJwk: { ...own, d: 'short' } })).toMatchObject({ status: 422, body: { code: 'network/statement-invalid' } })
    await readMentions(node.context)
    const list = (await owner.request({ url: `/api/organisations/${owner.organisation.id}/statements` })).json<{ isRegistered: boolean; stated: { type: string }[]; received: unknown[] }>()
    expect(list.isRegistered).toBe(true)
    expect(list.stated.map(({ type }) => type)).toEqual(['rotate', 'endorse', 'dispute', 'endorse', 'status', 'register'])
    const issuer = (await node.app.inject(`/api/network/issuer?did=${encodeURIComponent(did)}`)).json<{ conflicts: { ground: string; by: { name: string } }[] }>()
    expect(issuer.conflicts).toMatchObject([{ ground: 'misleading', by: { name: 'Riverbend Community College' } }])
  })

  it('turns the time since which a key was in wrong hands into sizes of logs', async () => {
    await node.context.database.insertInto('log_growth').values({ size: 2, reached_at: new Date('2026-05-19T12:00:00Z') }).onConflict((conflict) => conflict.column('size').doUpdateSet({ reached_at: new Date('2026-05-19T12:00:00Z') })).execute()
    await node.context.database.insertInto('followed_growth').values({ origin: 'other.example/ledger', size: 7, reached_at: new Date('2026-05-19T11:00:00Z') }).execute()
    const did = owner.organisation.did
    expect(await say('withdraw', { target: 'key', did, key: did.slice(8), compromisedSince: 'last week' })).toMatchObject({ status: 422, body: { code: 'network/statement-invalid' } })
    expect(await say('withdraw', { target: 'key', did, key: did.slice(8), compromisedSince: '2026-05-19T13:00:00Z' })).toMatchObject({ status: 201 })
    const issuer = (await node.app.inject(`/api/network/issuer?did=${encodeURIComponent(did)}`)).json<{ keys: object[] }>()
    expect(issuer.keys).toMatchObject([{ compromisedSince: { at: '2026-05-19T13:00:00Z', sizes: { [node.context.ledger.checkpoint.origin]: 2, 'other.example/ledger': 7 } } }])
  })

  it('lets an organisation that nobody approved take no name on the ledger', async () => {
    const other = await addTestOwner(node, 'Second Owner College')
    await node.context.database.updateTable('account').set({ is_operator: false }).where('login_name', '=', 'owner of second owner college').execute()
    const made = (await other.request({ method: 'POST', url: '/api/organisations', payload: { name: 'Riverbend University' } })).json<{ id: string; did: string; isApproved: boolean }>()
    expect(made.isApproved).toBe(false)
    await stateOrganisations(node.context)
    expect(node.context.judgedLog.registry.participants.has(made.did)).toBe(false)
    expect((await listIssuers(node.context)).some(({ did }) => did === made.did)).toBe(false)
    for (const url of [`/api/approvals/${made.id}`, '/api/network/follow', '/api/network/cosigner-key']) {
      expect((await other.request({ method: 'POST', url, payload: { url: 'https://other.example', role: 'validator' } })).json()).toMatchObject({ status: 403, code: 'access/operator-required' })
    }
    const { cosignerKey } = (await owner.request({ method: 'POST', url: '/api/network/cosigner-key', payload: { role: 'validator' } })).json<{ cosignerKey: string }>()
    expect((await node.app.inject('/api/network')).json()).toMatchObject({ self: { cosignerKey } })
    expect((await owner.request({ url: '/api/approvals' })).json()).toMatchObject({ organisations: [{ id: made.id, name: 'Riverbend University' }] })
    expect((await owner.request({ method: 'POST', url: `/api/approvals/${made.id}` })).statusCode).toBe(204)
    expect((await owner.request({ method: 'POST', url: `/api/approvals/${made.id}` })).json()).toMatchObject({ code: 'approval/not-found' })
    await stateOrganisations(node.context)
    expect(node.context.judgedLog.registry.participants.get(made.did)?.name).toBe('Riverbend University')
  })

  it('takes no organisation that the ledger could not register, for it would hold up all the others', async () => {
    for (const payload of [{ name: 'Col\u200blege' }, { name: 'Col\u3164lege' }, { name: 'Harbour', url: 'https://harbour.example/|' + '\u202e'.repeat(80) }]) {
      const { statusCode } = await owner.request({ method: 'POST', url: '/api/organisations', payload })
      if (statusCode === 201) await stateOrganisations(node.context)
      expect(statusCode).toBe(400)
    }
    const made = (await owner.request({ method: 'POST', url: '/api/organisations', payload: { name: '\u00c9cole du Nord', url: 'https://\u00e9cole.example/\u00e0-propos' } })).json<{ did: string; url: string }>()
    expect(made.url).toBe('https://xn--cole-9oa.example/%C3%A0-propos')
    await stateOrganisations(node.context)
    expect(node.context.judgedLog.registry.participants.get(made.did)?.url).toBe(made.url)
  })

  it('begins again from what it saved of the registry, and replays when that is damaged or of another log', async () => {
    const { context } = node
    const path = join(context.config.dataFolder, 'ledger', 'registry')
    await saveOwnRegistry(context.judgedLog, context)
    const { size } = context.judgedLog.registry
    expect((await loadOwnRegistry(context.ledger, context)).size).toBe(size)
    const saved = await readFile(path, 'utf8')
    for (const damaged of ['', saved.slice(0, -20), saved.replace('Riverbend Community', 'Riverbend  Academic'), saved.replace(/^\d+/, String(size - 1)), saved.replace(/^\d+/, '999')]) {
      await writeFile(path, damaged)
      expect((await loadOwnRegistry(context.ledger, context)).size).toBe(0)
    }
  })

  it('shows how the log grew in 500 points at most, from its beginning to its newest', async () => {
    const grown = Array.from({ length: 1_200 }, (_, index) => ({ size: 1_000 + index * 7, reached_at: node.clock.now }))
    await node.context.database.insertInto('log_growth').values(grown).execute()
    const growth = (await node.app.inject('/api/ledger/growth')).json<{ size: number }[]>()
    await node.context.database.deleteFrom('log_growth').where('size', '>=', '1000').execute()
    expect(growth.length).toBeGreaterThan(400)
    expect(growth.length).toBeLessThanOrEqual(500)
    expect([growth[0]?.size, growth.at(-1)?.size]).toEqual([2, 1_000 + 1_199 * 7])
  })

  it('ends a flood of entries, whoever sends it, and leaves room for those who are accredited and a little for everybody', async () => {
    const spend = async ({ name, limit, windowSeconds }: RateLimit, subject: string, left = 0): Promise<void> => {
      const row = { key_hash: hashSecret(`${name} ${windowSeconds} ${subject}`), window_start: new Date(Math.floor(node.clock.now.getTime() / 86_400_000) * 86_400_000), used: limit - left }
      await node.context.database.insertInto('rate_window').values(row).onConflict((conflict) => conflict.columns(['key_hash', 'window_start']).doUpdateSet({ used: row.used })).execute()
    }
    const [flooder, quiet] = [await registration(node, 'Tide Works'), await registration(node, 'Quiet Works')]
    for (const { entry } of [flooder, quiet]) expect((await handIn(node, entry)).statusCode).toBe(201)
    const sequences = new Map<string, number>()
    const endorse = async ({ did, key }: typeof flooder, forged = false): Promise<number> => {
      const sequence = sequences.get(did) ?? 0
      const payload = { by: did, sequence, subject: { did: owner.organisation.did }, ground: 'recognises' } as const
      const { statusCode } = await handIn(node, await signEntry({ type: 'endorse', payload }, { origin: node.context.ledger.checkpoint.origin, signers: [forged ? quiet.key : key] }))
      if (statusCode === 201) sequences.set(did, sequence + 1)
      return statusCode
    }
    await spend(entryLimits.newcomers, 'node')
    expect((await handIn(node, (await registration(node, 'Late Works')).entry)).json()).toMatchObject({ status: 429, code: 'rate/exceeded' })
    await spend(entryLimits.registered, flooder.did, 1)
    // What somebody else says in its name uses nothing up.
    expect([await endorse(flooder, true), await endorse(flooder), await endorse(flooder), await endorse(quiet)]).toEqual([422, 201, 429, 201])
    await spend(entryLimits.allFurther, 'node')
    expect(await endorse(quiet)).toBe(201)
    await spend(entryLimits.first, quiet.did)
    expect(await endorse(quiet)).toBe(429)
    await spend(entryLimits.allFirst, 'node')
    const { registry } = node.context.judgedLog
    registry.accreditations.set(-9, { id: -9, did: quiet.did, accreditor: quiet.did, scopes: ['*'], mayAccredit: false, from: '2026-01-01', depth: 0, givenAt: 0, suspensions: [] })
    registry.participants.get(quiet.did)?.accreditations.push(-9)
    expect(await endorse(quiet)).toBe(201)
    registry.participants.get(quiet.did)?.accreditations.pop()
    registry.accreditations.delete(-9)
    // A seat speaks of domains as the did:key of its key, which need not be registered.
    const { key: seatKey } = await registration(node, 'Seat Works')
    const seat = { name: 'Seat', key: encodeMultikey(seatKey.publicKey) }
    const asSeat = { did: `did:key:${seat.key}`, key: seatKey }
    expect(await endorse({ ...flooder, ...asSeat })).toBe(429)
    const seats = registry.policies.at(-1)?.governance.education?.seats as { name: string; key: string }[]
    seats.push(seat)
    expect(await endorse({ ...flooder, ...asSeat })).toBe(422)
    seats.pop()
    const withdraw = { by: flooder.did, sequence: sequences.get(flooder.did) ?? 0, target: 'participant', did: flooder.did } as const
    expect((await handIn(node, await signEntry({ type: 'withdraw', payload: withdraw }, { origin: node.context.ledger.checkpoint.origin, signers: [flooder.key] }))).statusCode).toBe(201)
  })

  it('takes so many entries of one address and no more', async () => {
    const codes = new Set<number>()
    for (let count = 0; count < 125; count += 1) codes.add((await handIn(node, Uint8Array.of(0))).statusCode)
    expect([...codes]).toEqual([422, 429])
  })
})

describe('a node that follows another', () => {
  let [other, follower]: TestNode[] = []
  let front: Server
  let policy = ''
  /** What it shows instead of what the other node has, by address. */
  const instead = new Map<string, string>()
  const both = (): readonly [TestNode, TestNode] => {
    if (other === undefined || follower === undefined) throw new Error('two nodes are needed')
    return [other, follower]
  }

  beforeAll(async () => {
    // In front of the other node stands something that shows another policy when it is told to.
    front = createServer((request, response) => {
      const shown = request.url === '/ledger/policy' && policy !== '' ? policy : instead.get(request.url ?? '')
      if (shown !== undefined) return void response.end(shown)
      void both()[0].app.inject(request.url ?? '').then((answer) => response.writeHead(answer.statusCode).end(answer.rawPayload))
    })
    await new Promise<void>((resolve) => void front.listen(0, 'localhost', resolve))
    ;[other, follower] = await Promise.all([openTestNode({ publicBaseUrl: 'http://localhost:3999' }), openTestNode({ networkOrigins: [url()] })])
  })

  afterAll(async () => {
    front.close()
    await Promise.all([other?.close(), follower?.testDatabase.close()])
  })

  function url(): string {
    return `http://localhost:${(front.address() as AddressInfo).port}`
  }

  it('warns when it runs another policy than the one that was voted', async () => {
    const [, { context, app }] = both()
    await context.followedLogs.follow({ url: url(), role: 'validator', joins: false })
    const shown = new Map<string, string>()
    const alarms = async (): Promise<unknown> => (await app.inject('/api/network')).json<{ alarms: unknown }>().alarms
    await stepAll(context)
    policy = 'witness stranger stranger+c73a6e8b+BDvXy4uJ1rLW4sXqbQ\nquorum stranger\n'
    await comparePolicies(shown, context)
    expect(await alarms()).toEqual([])
    await comparePolicies(shown, context)
    expect(await alarms()).toMatchObject([{ kind: 'policy-differs', origin: 'localhost:3999/ledger' }])
    policy = ''
    await comparePolicies(shown, context)
    expect(await alarms()).toEqual([])
  })

  it('holds a log to the key that signs for it, whatever name it takes', async () => {
    const [{ context: { ledger } }, { context: { followedLogs } }] = both()
    const { origin, size, root } = ledger.checkpoint
    const key = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
    const posing = { url: `${url()}/posing`, role: 'validator', joins: false } as const
    const follow = async (request: { readonly url: string; readonly role: 'validator'; readonly joins: boolean }): Promise<string> => followedLogs.follow(request).then(({ id }) => id, (cause: { readonly code: string }) => cause.code)
    instead.set('/posing/key', formatVerifierKey(verifierKeyOf(origin, key.publicKey, cryptography.sha256)))
    expect(await follow(posing)).toBe('network/origin-taken')
    const [right] = followedLogs.all
    await followedLogs.unfollow(right?.id ?? '')
    instead.set('/posing/checkpoint', ledger.checkpoint.text)
    expect(await follow(posing)).toBe('network/log-unproven')
    expect(followedLogs.all).toEqual([])
    instead.set('/posing/checkpoint', (await signCheckpoint({ origin, size, root }, key, cryptography)).text)
    await followedLogs.unfollow(await follow(posing))
    await follow({ url: url(), role: 'validator', joins: false })
    expect(await followedLogs.all[0]?.log.step()).toMatchObject({ state: 'current' })
  })

  it('cosigns nothing more when it forgot what it had cosigned, until it is given another key', async () => {
    const [{ context: { ledger } }, { context }] = both()
    const { followedLogs } = context
    const ask = (): Promise<Response> => followedLogs.addCheckpoint(formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint: ledger.checkpoint }))
    const before = await followedLogs.cosigner('validator')
    const answer = await ask()
    instead.set('/ledger/checkpoint', `${ledger.checkpoint.text}${await answer.text()}`)
    const folder = join(context.config.dataFolder, 'followed', `${hashOrigin(ledger.checkpoint.origin, cryptography.sha256).slice(0, 32)}-validator`, 'follow', 'cosigned')
    for (const name of await readdir(folder)) await rm(join(folder, name))
    expect(await followedLogs.all[0]?.log.step()).toMatchObject({ state: 'rolled-back' })
    const refused = await ask()
    expect([answer.status, refused.status]).not.toContain(500)
    expect([answer.status, refused.ok]).toEqual([200, false])
    const after = await followedLogs.renewCosigner('validator')
    expect(after.key.publicKey).not.toEqual(before.key.publicKey)
    expect(await followedLogs.all[0]?.log.step()).toMatchObject({ state: 'current' })
    expect((await ask()).status).toBe(200)
    instead.clear()
  })

  it('stops at once when the other gives no answer', async () => {
    const silent = createServer(() => undefined)
    await new Promise<void>((resolve) => void silent.listen(0, 'localhost', resolve))
    const address = `http://localhost:${(silent.address() as AddressInfo).port}`
    const logs = await FollowedLogs.open({ ...both()[1].context, config: { ...both()[1].context.config, networkOrigins: [address] }, database: both()[0].context.database })
    const asked = logs.follow({ url: address, role: 'mirror', joins: false })
    const startedAt = Date.now()
    const [answer] = await Promise.allSettled([asked, logs.close()])
    expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'network/log-unreachable' } })
    expect(Date.now() - startedAt).toBeLessThan(2_000)
    silent.closeAllConnections()
    silent.close()
  })

  it('goes on after a restart, until it is told to stop', async () => {
    const [{ context: { ledger } }, { context, app }] = both()
    await app.close()
    const again = await createNode(context)
    expect(again.context.followedLogs.all.map(({ log: { origin, role, size } }) => ({ origin, role, size }))).toEqual([{ origin: 'localhost:3999/ledger', role: 'validator', size: ledger.checkpoint.size }])
    await again.context.followedLogs.unfollow(again.context.followedLogs.all[0]?.id ?? '')
    expect(again.context.followedLogs.all).toEqual([])
    await again.app.close()
  })

  it('calls nothing final and takes nothing when its log is older than what was final, and goes on when the right one is back', async () => {
    const { context } = both()[1]
    const { database, cryptography: { randomBytes } } = context
    const right = await database.selectFrom('final_checkpoint').selectAll().executeTakeFirstOrThrow()
    const { origin, size, root } = parseCheckpoint(right.checkpoint)
    const key = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
    for (const lost of [{ origin, size: size + 5, root }, { origin, size, root: randomBytes(32) }]) {
      await database.updateTable('final_checkpoint').set({ checkpoint: (await signCheckpoint(lost, key, cryptography)).text }).execute()
      const { app } = await createNode(context)
      expect((await app.inject('/ledger/checkpoint')).json()).toMatchObject({ code: 'ledger/not-final' })
      expect((await app.inject('/api/network')).json()).toMatchObject({ finality: { finalSize: 0, finalAt: null }, alarms: [{ kind: 'rolled-back', origin }] })
      expect((await handIn({ app }, (await registration(both()[1], 'Lost Works')).entry)).json()).toMatchObject({ code: 'trust/log-rolled-back' })
      await app.close()
    }
    await database.updateTable('final_checkpoint').set({ checkpoint: right.checkpoint }).execute()
    const { app } = await createNode(context)
    expect(parseCheckpoint((await app.inject('/ledger/checkpoint')).body).size).toBeGreaterThanOrEqual(size)
    expect((await app.inject('/api/network')).json()).toMatchObject({ alarms: [] })
    await app.close()
  })

  it('begins again with a log that has halted, shows all of it and says why', async () => {
    const { context } = both()[1]
    const before = await createNode(context)
    const final = (await before.app.inject('/ledger/checkpoint')).body
    const { origin, size } = parseCheckpoint(final)
    const wrong = { issuer: 'did:web:mill.example', scope: 'education', size: 64, root: context.cryptography.randomBytes(32) } as const
    await before.context.ledger.append([await signEntry({ type: 'batch', payload: wrong }, { origin, signers: [before.context.operatorKey] })])
    await before.app.close()
    const { app, context: { finality } } = await createNode(context)
    await finality.advance()
    expect((await app.inject('/health')).json()).toMatchObject({ status: 'ok', log: 'halted' })
    expect((await app.inject('/api/network')).json()).toMatchObject({ finality: { finalSize: size, pendingSize: size + 1, halted: { code: 'trust/log-broken' } }, alarms: [{ kind: 'halted', origin }] })
    expect([(await app.inject('/ledger/checkpoint')).body, (await app.inject(`/ledger/tile/0/000.p/${size}`)).statusCode]).toEqual([final, 200])
    expect((await app.inject(`/api/ledger/entries/${size - 1}`)).json()).toMatchObject({ final: true, proof: expect.stringContaining('tlog-proof') as string })
    expect((await handIn({ app }, (await registration(both()[1], 'Late Works')).entry)).json()).toMatchObject({ status: 503, code: 'trust/log-broken' })
    await app.close()
  })
})
