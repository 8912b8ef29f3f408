import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatAddCheckpoint, formatPolicy, hashOrigin, memoryLogStorage, openLog, parseCheckpoint, parseForkProof, parsePolicy, parseTlogProof, parseVerifierKey, satisfies, signCheckpoint, verifyCheckpoint, verifyFinalProof, verifyForkProof, verifyTlogProof } from 'everlearned/ledger'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { archived, parseBatchEntry, parseEntry, sealBatch, signEntry } from 'everlearned/trust'
import type { PrivateKeyJwk, SigningKey } from 'everlearned/crypto'
import { decodeBase64url, encodeHex, encodeUtf8 } from 'everlearned/encoding'
import { newRowId } from '../issuing/issuing-context.ts'
import { makeLogKey } from '../issuing/node-log.ts'
import { recordBatches } from '../issuing/record-batches.ts'
import { recordElsewhere } from '../issuing/record-elsewhere.ts'
import { workOnJobs } from '../issuing/worker.ts'
import { checkReceipts } from './check-receipts.ts'
import { findBlob } from './find-blob.ts'
import { comparePeers, followMembers, stepAll } from './follow-turn.ts'
import { follow, formPolicy, handIn, openTestNetwork, takeTurn, until, type NetworkNode } from './open-test-network.ts'
import { rulesInForce } from './rules-in-force.ts'
import type { NetworkView } from './show-network.ts'
import { stateLists } from './state-lists.ts'
import { submitElsewhere } from './submit-elsewhere.ts'
import { syncRegistry } from './sync-registry.ts'

/** Seals a batch of an organisation, as a finished job does. */
async function seal({ context, owner }: NetworkNode): Promise<string> {
  const { did, key } = await context.organisationKeys.openSigningKey(owner.organisation.id)
  const commitments = Array.from({ length: 64 }, () => Uint8Array.from(randomBytes(32)))
  const batch = await sealBatch(commitments, { issuer: did, scope: 'education', isOverdue: false, origin: context.ledger.checkpoint.origin, signer: key, cryptography })
  const id = newRowId(context)
  await context.database.insertInto('ledger_batch').values({
    id, organisation_id: owner.organisation.id, job_id: null, state: 'sealed', entry: Buffer.from(batch.entry), leaves: Buffer.from(batch.leaves),
    real_count: 64, leaf_count: batch.size, log_size: context.ledger.checkpoint.size, log_index: null, sealed_at: context.now(), recorded_at: null,
  }).execute()
  return id
}

async function network({ app }: NetworkNode): Promise<NetworkView> {
  return (await app.inject('/api/network')).json<NetworkView>()
}

/** The key that signs the checkpoints of a node, in the hands of the test. */
async function logKeyOf({ context: { database, keyFile, ledger } }: NetworkNode): Promise<SigningKey> {
  const { sealed_private_key: sealed } = await database.selectFrom('ledger_key').select('sealed_private_key').where('id', '=', 'log').executeTakeFirstOrThrow()
  return cryptography.importSigningKey(JSON.parse(keyFile.open(sealed, `ledger-key ${ledger.checkpoint.origin}`).toString()) as PrivateKeyJwk)
}

describe('nodes that become a network', () => {
  let nodes: readonly NetworkNode[] = []
  let [registry, second, third]: NetworkNode[] = []
  const all = (): readonly [NetworkNode, NetworkNode, NetworkNode] => {
    if (registry === undefined || second === undefined || third === undefined) throw new Error('three nodes are needed')
    return [registry, second, third]
  }

  beforeAll(async () => {
    nodes = await openTestNetwork(['Alder', 'Birch', 'Cedar'])
    ;[registry, second, third] = nodes
  })

  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.close()))
  })

  it('begin alone, each with a log that is final at once', async () => {
    const [alder] = all()
    const answer = await alder.app.inject('/ledger/checkpoint')
    expect(parseCheckpoint(answer.body).size).toBe(alder.context.ledger.checkpoint.size)
    expect((await alder.app.inject('/ledger/policy')).body).toContain('quorum none')
    expect((await network(alder))).toMatchObject({ policy: { cosigners: 0 }, holders: [], following: [], alarms: [], registry: { origin: alder.context.ledger.checkpoint.origin } })
  })

  it('lets who set the node up follow a log, and nobody twice', async () => {
    const [alder, birch, cedar] = all()
    expect((await follow(birch, alder, true)).statusCode).toBe(201)
    expect((await follow(birch, alder, true)).json()).toMatchObject({ status: 409, code: 'network/followed-already' })
    expect((await follow(birch, birch, false)).json()).toMatchObject({ code: 'network/followed-already' })
    expect((await follow(birch, { url: 'http://localhost:1' }, false)).json()).toMatchObject({ status: 502, code: 'network/log-unreachable' })
    expect((await follow(cedar, { url: `${alder.url}/ledger/` }, true)).statusCode).toBe(201)
    expect((await follow(alder, birch, false)).statusCode).toBe(201)
    expect((await follow(alder, cedar, false)).statusCode).toBe(201)
  })

  it('register with the registry that they joined, and record under it', async () => {
    const [alder, birch, cedar] = all()
    await until(() => [birch, cedar].every(({ context }) => context.judgedLog.registry.syncs.length > 0), nodes)
    expect(await network(birch)).toMatchObject({ registry: { origin: alder.context.ledger.checkpoint.origin, name: 'Alder' } })
    const issuer = await birch.app.inject(`/api/network/issuer?did=${encodeURIComponent(birch.owner.organisation.did)}`)
    expect(issuer.json()).toMatchObject({ name: 'Birch College', sector: 'education', gone: false, accreditations: [], counts: { batches: 0 } })
    expect((await alder.app.inject(`/api/network/issuer?did=${encodeURIComponent(cedar.owner.organisation.did)}`)).json()).toMatchObject({ name: 'Cedar College' })
    expect((await alder.app.inject('/api/network/issuer?did=did:web:nobody.example')).json()).toMatchObject({ status: 404, code: 'network/issuer-unknown' })
  })

  it('never make a follower of the node whose registry they joined', async () => {
    const [alder] = all()
    expect(alder.context.judgedLog.registry.syncs).toEqual([])
  })

  it('vote a policy, after which what they record is final by the cosignatures of others', async () => {
    const [alder, birch, cedar] = all()
    await followMembers(birch.context)
    expect((await network(birch)).following).toHaveLength(1)
    expect((await handIn(alder, await formPolicy([alder, birch, cedar]))).statusCode).toBe(201)
    await until(() => [birch, cedar].every(({ context }) => context.finality.inForce?.policy.witnesses.length === 3), nodes)
    for (const { context } of nodes) await followMembers(context)
    expect((await network(birch)).following.map(({ origin }) => origin)).toEqual([alder, cedar].map(({ context }) => context.ledger.checkpoint.origin))
    const batch = await seal(birch)
    const find = () => birch.context.database.selectFrom('ledger_batch').select(['state', 'log_index']).where('id', '=', batch).executeTakeFirstOrThrow()
    await until(async () => {
      const { state, log_index: index } = await find()
      return state === 'recorded' && ((await birch.context.finality.checkpoint())?.size ?? 0) > Number(index)
    }, nodes)
    const row = await find()
    expect(row.state).toBe('recorded')
    const answer = (await birch.app.inject(`/api/ledger/entries/${row.log_index}`)).json<{ type: string; final: boolean; proof: string; bytes: string; signedBy: { name: string }[] }>()
    expect(answer).toMatchObject({ type: 'batch', final: true, signedBy: [{ name: 'Birch College' }] })
    const proof = parseTlogProof(answer.proof)
    const policy = parsePolicy((await alder.app.inject('/ledger/policy')).body, cryptography.sha256)
    expect(verifyTlogProof(decodeBase64url(answer.bytes), proof, cryptography.sha256)).toBe(true)
    expect(await verifyCheckpoint(proof.checkpoint, parseVerifierKey(birch.context.ledger.verifierKey, cryptography.sha256), cryptography)).toBe(true)
    expect((await satisfies(policy, proof.checkpoint, cryptography)).isFinal).toBe(true)
    expect((await satisfies(policy, parseCheckpoint(birch.context.ledger.checkpoint.text), cryptography)).isFinal).toBe(false)
  })

  it('state in that registry, one thing after the other, and see there what was said of them', async () => {
    const [alder, birch, cedar] = all()
    const say = (ground: string): Promise<{ readonly statusCode: number; json(): unknown }> => birch.owner.request({
      method: 'POST', url: `/api/organisations/${birch.owner.organisation.id}/statements`, payload: { type: 'endorse', payload: { subject: { did: cedar.owner.organisation.did }, ground } },
    })
    const [first, second] = [await say('recognises'), await say('reviewed')]
    expect([first.statusCode, second.statusCode]).toEqual([201, 201])
    await until(async () => (await birch.app.inject('/api/network')).json<NetworkView>().following.every(({ size }) => size > 0), [alder, birch, cedar])
    const list = (await cedar.owner.request({ url: `/api/organisations/${cedar.owner.organisation.id}/statements` })).json<{ origin: string; received: { type: string }[] }>()
    expect(list).toMatchObject({ origin: alder.context.ledger.checkpoint.origin })
    await until(async () => (await cedar.owner.request({ url: `/api/organisations/${cedar.owner.organisation.id}/statements` })).json<{ received: unknown[] }>().received.length === 2, [alder, birch, cedar])
  })

  it('show who holds what, and how the log grew', async () => {
    const [, birch] = all()
    await birch.context.finality.poll()
    const { holders, policy, following, alarms } = await network(birch)
    expect(policy).toMatchObject({ cosigners: 3, overlap: 1 })
    expect(holders.map(({ state, sector }) => [state, sector])).toEqual([['current', 'education'], ['current', 'education'], ['current', 'education']])
    expect(following.every(({ state }) => state === 'current')).toBe(true)
    expect(alarms).toEqual([])
    const growth = (await birch.app.inject('/api/ledger/growth')).json<{ size: number }[]>()
    expect(growth.at(-1)?.size).toBe((await birch.context.finality.checkpoint())?.size)
    await until(async () => (await birch.app.inject(`/api/network/issuer?did=${encodeURIComponent(birch.owner.organisation.did)}`)).json<{ counts: { leaves: number } }>().counts.leaves === 64, [birch])
  })

  it('register an organisation that is made later, and archive its document on their own log', async () => {
    const [alder, birch, cedar] = all()
    const { did } = (await cedar.owner.request({ method: 'POST', url: '/api/organisations', payload: { name: 'Cedar Workshop', sector: 'employer' } })).json<{ did: string }>()
    expect(did).toMatch(/^did:web:/)
    await until(() => archived(cedar.context.judgedLog.registry, { issuer: did, id: did }).length === 1, [alder, birch, cedar])
    expect(alder.context.judgedLog.registry.participants.get(did)).toMatchObject({ name: 'Cedar Workshop', sector: 'employer', basis: 'domain' })
    expect(cedar.context.judgedLog.registry.participants.has(did)).toBe(false)
    await until(async () => (await cedar.context.finality.checkpoint())?.size === cedar.context.ledger.checkpoint.size, [alder, birch, cedar])
  })

  it('keep the last status lists of one another: whose own copy is lost has it from the others', async () => {
    const [alder, birch, cedar] = all()
    const [published, at] = ['{"list":"of Cedar"}', cedar.context.now()]
    await cedar.context.database.insertInto('status_list').values({
      id: 'list-1', organisation_id: cedar.owner.organisation.id, key_type: 'Ed25519', purpose: 'revocation', size: 131_072, allocated: Buffer.alloc(16_384), allocated_count: 0,
      bits: Buffer.alloc(16_384), published, published_at: at, expires_at: at, created_at: new Date(at.getTime() - 2 * 86_400_000),
    }).execute()
    expect(await stateLists(cedar.context)).toBe(1)
    const digest = encodeHex(cryptography.sha256(encodeUtf8(published)))
    const served = async ({ app }: NetworkNode): Promise<string> => (await app.inject(`/ledger/blob/${digest}`)).body
    await until(async () => (await served(birch)) === published, [alder, birch, cedar])
    expect((await network(birch)).following.find(({ origin }) => origin === cedar.context.ledger.checkpoint.origin)).toMatchObject({ blobs: { kept: 1, missing: 0 } })
    await cedar.context.database.deleteFrom('list_snapshot').execute()
    expect(JSON.parse(await served(cedar))).toMatchObject({ status: 404 })
    expect(Buffer.from(await findBlob(digest, cedar.context) ?? []).toString()).toBe(published)
    expect(await findBlob('0'.repeat(64), cedar.context)).toBeUndefined()
  })

  it('cosign nothing of a log that they do not follow', async () => {
    const [alder] = all()
    const key = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
    const checkpoint = await signCheckpoint({ origin: 'stranger.example/ledger', size: 1, root: new Uint8Array(32) }, key, cryptography)
    const answer = await alder.app.inject({ method: 'POST', url: '/ledger/add-checkpoint', headers: { 'content-type': 'text/plain' }, payload: formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint }) })
    expect(answer.statusCode).toBe(404)
    expect((await alder.app.inject({ method: 'POST', url: '/ledger/add-checkpoint', headers: { 'content-type': 'text/plain' }, payload: 'nonsense' })).statusCode).toBe(400)
  })

  it('cannot leave the registry that their entries are judged by', async () => {
    const [alder, birch] = all()
    const followed = (await network(birch)).following.find(({ origin }) => origin === alder.context.ledger.checkpoint.origin)
    expect((await birch.owner.request({ method: 'DELETE', url: `/api/network/follow/${followed?.id}` })).json()).toMatchObject({ status: 409, code: 'network/registry-in-force' })
  })

  it('record a batch once when the node was killed between log and database', async () => {
    const [, birch] = all()
    const id = await seal(birch)
    const { entry } = await birch.context.database.selectFrom('ledger_batch').select('entry').where('id', '=', id).executeTakeFirstOrThrow()
    const [appended] = await birch.context.judgedLog.submit({ entries: [entry] })
    const { size } = birch.context.ledger.checkpoint
    expect(await recordBatches(birch.context)).toBe(1)
    const row = await birch.context.database.selectFrom('ledger_batch').select('log_index').where('id', '=', id).executeTakeFirstOrThrow()
    expect(appended).toEqual({ ok: true, index: Number(row.log_index) })
    expect(birch.context.ledger.checkpoint.size).toBe(size)
  })

  it('record under the new key what was sealed just before an issuer took it', async () => {
    const [alder, birch, cedar] = all()
    const id = await seal(cedar)
    const url = `/api/organisations/${cedar.owner.organisation.id}/keys/rotate`
    expect((await cedar.owner.request({ method: 'POST', url, payload: { proof: { passphrase: 'four brass kettles sing' } } })).statusCode).toBe(200)
    const find = () => cedar.context.database.selectFrom('ledger_batch').select(['state', 'entry']).where('id', '=', id).executeTakeFirstOrThrow()
    const before = await find()
    const syncs = cedar.context.judgedLog.registry.syncs.length
    for (let turn = 0; turn < 12 && cedar.context.judgedLog.registry.syncs.length === syncs; turn += 1) {
      await stepAll(cedar.context)
      await syncRegistry(cedar.memory, cedar.context)
      await takeTurn(alder)
    }
    await until(async () => (await find()).state === 'recorded', [cedar, alder, birch])
    expect((await find()).entry.equals(before.entry)).toBe(false)
  })

  it('halt while so many refuse to cosign that nothing can become final, and go on when they agree again', async () => {
    const [alder, birch, cedar] = all()
    const { context, app } = cedar
    for (const { context: { followedLogs } } of [alder, birch]) Object.assign(followedLogs, { addCheckpoint: async () => new Response('entry 3 is wrong\n', { status: 422 }) })
    await seal(cedar)
    await recordBatches(context)
    expect(await context.finality.advance()).toBe(false)
    const halted = { code: 'ledger/log-refused', reason: expect.stringContaining(`${parsePolicyName(alder)}, ${parsePolicyName(birch)}`) as string }
    expect(await network(cedar)).toMatchObject({ finality: { halted }, alarms: [{ kind: 'halted', origin: context.ledger.checkpoint.origin }] })
    expect((await app.inject('/health')).json()).toMatchObject({ log: 'halted' })
    for (const { context: { followedLogs } } of [alder, birch]) Reflect.deleteProperty(followedLogs, 'addCheckpoint')
    await until(async () => await context.finality.advance(), [alder, birch])
    expect(await network(cedar)).toMatchObject({ finality: { halted: null }, alarms: [] })
    expect((await app.inject('/health')).json()).toMatchObject({ log: 'running' })
  })

  it('halt where an entry of theirs is against the rules, stay readable, and record on the next log until theirs goes on', async () => {
    const [alder, birch, cedar] = all()
    const { context, app, owner } = cedar
    const { origin } = context.ledger.checkpoint
    await until(async () => (await context.finality.checkpoint())?.size === context.ledger.checkpoint.size, [cedar, alder, birch])
    const final = await app.inject('/ledger/checkpoint')
    const wrong = { issuer: 'did:web:mill.example', scope: 'education', size: 64, root: cryptography.randomBytes(32) } as const
    await context.ledger.append([await signEntry({ type: 'batch', payload: wrong }, { origin, signers: [context.operatorKey] })])
    await until(() => context.judgedLog.halted !== undefined, [alder, cedar])
    const reason = expect.stringContaining(`entry ${parseCheckpoint(final.body).size} is not by the rules (trust/not-registered)`) as string
    expect(await network(cedar)).toMatchObject({ finality: { halted: { code: 'trust/log-broken', reason } }, alarms: [{ kind: 'halted', origin, reason }] })
    expect((await app.inject('/health')).json()).toMatchObject({ status: 'ok', log: 'halted' })
    expect((await handIn(cedar, await formPolicy([alder, birch, cedar]))).json()).toMatchObject({ status: 503, code: 'trust/log-broken', detail: reason })
    expect((await app.inject('/ledger/checkpoint')).body).toBe(final.body)
    expect((await app.inject('/api/ledger/entries/0')).json()).toMatchObject({ index: 0, final: true, proof: expect.any(String) as string })

    // A list of one class, of the size that fills a batch: the registry's log takes it.
    const org = `/api/organisations/${owner.organisation.id}`
    const { id: achievementId } = (await owner.request({ method: 'POST', url: `${org}/achievements`, payload: { name: 'Welding', description: 'Joins steel', criteria: 'Passed', achievementType: 'Certificate', alignments: [] } })).json<{ id: string }>()
    const rows = Array.from({ length: 64 }, (_, row) => `Person ${row},p${row}@example.org,2026-05-01`)
    const upload = (await owner.request({ method: 'POST', url: `${org}/uploads`, headers: { 'content-type': 'text/csv' }, payload: ['Name,Email,Issued at', ...rows].join('\r\n') })).json<{ id: string }>()
    expect((await owner.request({ method: 'POST', url: `${org}/uploads/${upload.id}/issue`, payload: { achievementId, mapping: { fullName: 0, email: 1, awardedOn: 2 }, secondFactor: false } })).statusCode).toBe(202)
    await stepAll(context)
    await workOnJobs('test', { context, isStopping: () => false })
    const batch = await context.database.selectFrom('ledger_batch').select(['id', 'state', 'log_origin', 'log_index']).where('job_id', 'is not', null).executeTakeFirstOrThrow()
    expect(batch).toMatchObject({ state: 'recorded', log_origin: alder.context.ledger.checkpoint.origin })
    const { commitment } = await context.database.selectFrom('commitment').select('commitment').where('batch_id', '=', batch.id).executeTakeFirstOrThrow()
    const proofOf = async (): Promise<{ state: string; entry: string; proof: string }> => (await app.inject(`/api/ledger-proofs/${commitment.toString('base64url')}`)).json()
    expect(await proofOf()).toMatchObject({ state: 'pending' })
    await until(async () => (await proofOf()).state === 'recorded', [alder, birch, cedar])
    const { proof, entry } = await proofOf()
    const policy = parsePolicy((await alder.app.inject('/ledger/policy')).body, cryptography.sha256)
    expect(await verifyFinalProof(decodeBase64url(entry), { proof: parseTlogProof(proof), policy }, cryptography)).toMatchObject({ isIncluded: true, isFinal: true })
    await checkReceipts(context)
    expect(await context.database.selectFrom('ledger_receipt').select('state').where('entry_index', '=', batch.log_index).execute()).toEqual([{ state: 'kept' }])
  })

  it('know a batch again whose answer was lost, and take that of nobody else for it', async () => {
    const [alder, birch, cedar] = all()
    const { context: { followedLogs, database }, context } = cedar
    const ask = followedLogs.ask.bind(followedLogs)
    const isAbout = (url: string, { context: { config } }: NetworkNode): boolean => url.startsWith(`${config.publicBaseUrl}/ledger/entries`)
    const batch = (id: string) => database.selectFrom('ledger_batch').select(['state', 'log_origin', 'entry']).where('id', '=', id).executeTakeFirstOrThrow()
    // The next log knows the key that the issuer took.
    birch.memory.syncedAt = new Date(0)
    await stepAll(birch.context)
    expect(await syncRegistry(birch.memory, birch.context)).toBe(true)
    const ids = [await seal(cedar), await seal(cedar)] as const
    // The registry's log takes nothing now. Whoever runs the next has heard of the second batch, and records its root for itself.
    const { payload } = parseBatchEntry(Uint8Array.from((await batch(ids[1])).entry))
    const { did, key } = await birch.context.organisationKeys.openSigningKey(birch.owner.organisation.id)
    const { origin } = birch.context.ledger.checkpoint
    expect(await birch.context.judgedLog.submit({ entries: [await signEntry({ type: 'batch', payload: { ...payload, issuer: did } }, { origin, signers: [key] })] })).toMatchObject([{ ok: true }])
    const busy = (): Response => Response.json({}, { status: 503 })
    Object.assign(followedLogs, { ask: async (url: string, init?: object) => {
      if (isAbout(url, alder)) return busy()
      const answer = await ask(url, init)
      return isAbout(url, birch) ? busy() : answer
    } })
    await stepAll(context)
    expect(await recordElsewhere(context)).toBe(0)
    Object.assign(followedLogs, { ask: async (url: string, init?: object) => (isAbout(url, alder) ? busy() : ask(url, init)) })
    await stepAll(context)
    expect(await recordElsewhere(context)).toBe(1)
    expect([await batch(ids[0]), await batch(ids[1])]).toMatchObject([{ state: 'recorded', log_origin: origin }, { state: 'sealed' }])
    Reflect.deleteProperty(followedLogs, 'ask')
    expect(await recordElsewhere(context)).toBe(1)
    expect(await batch(ids[1])).toMatchObject({ state: 'recorded', log_origin: alder.context.ledger.checkpoint.origin })
    await until(async () => (await alder.context.finality.checkpoint())?.size === alder.context.ledger.checkpoint.size, [alder, birch])
    for (const node of [birch, cedar]) await stepAll(node.context)
  })

  // The last of Cedar: nobody goes on with a log that told two histories.
  it('ask one another what they were shown, and hold the proof of a second history up', async () => {
    const [alder, birch, cedar] = all()
    const { origin, size } = alder.context.ledger.checkpoint
    const answer = await birch.app.inject(`/ledger/${hashOrigin(origin, cryptography.sha256)}/checkpoint`)
    expect(parseCheckpoint(answer.body).origin).toBe(origin)
    const other = await signCheckpoint({ origin, size: size - 1, root: cryptography.randomBytes(32) }, await logKeyOf(alder), cryptography)
    Object.assign(birch.context.followedLogs, { shownCheckpoint: async () => new Response(other.text) })
    await stepAll(cedar.context)
    await comparePeers(cedar.context)
    await stepAll(cedar.context)
    Reflect.deleteProperty(birch.context.followedLogs, 'shownCheckpoint')
    const alarm = (await network(cedar)).alarms.find(({ kind }) => kind === 'fork')
    expect(alarm).toMatchObject({ origin })
    expect(await verifyForkProof(parseForkProof(alarm?.proof), parseVerifierKey(alder.context.ledger.verifierKey, cryptography.sha256), cryptography)).toBe(true)
  })

  it('hold a log to what it signed for: late is an alarm, and another history is proven', async () => {
    const [alder, , cedar] = all()
    const { context } = cedar
    const { origin, size } = alder.context.ledger.checkpoint
    const entry = Uint8Array.of(1, 2, 3)
    // For this node alone the log signs another tree.
    const entries = await Promise.all(Array.from({ length: size }, (_, index) => alder.context.ledger.entry(index)))
    const shown = await openLog(memoryLogStorage(), { origin, signingKey: await logKeyOf(alder), cryptography })
    await shown.append([...entries, entry])
    const followed = context.followedLogs.find(origin)
    if (followed === undefined) throw new Error('the registry is followed')
    const answer = { index: size, receipt: await shown.tlogProof(size) }
    for (const wrong of [{ index: 1 }, { receipt: 'x' }, { receipt: await alder.context.ledger.tlogProof(size - 1) }]) {
      Object.assign(context.followedLogs, { ask: async () => Response.json({ ...answer, ...wrong }, { status: 201 }) })
      expect(await submitElsewhere(followed.log, entry, context)).toMatchObject({ answer: { ok: true }, isBound: false })
    }
    Object.assign(context.followedLogs, { ask: async () => Response.json(answer, { status: 201 }) })
    expect(await submitElsewhere(followed.log, entry, context)).toEqual({ answer: { ok: true, index: size }, isBound: true })
    Reflect.deleteProperty(context.followedLogs, 'ask')
    const state = async (): Promise<unknown> => (await context.database.selectFrom('ledger_receipt').select('state').where('origin', '=', origin).where('entry_index', '=', String(size)).executeTakeFirstOrThrow()).state
    // What a log that nobody follows any more never kept is in nobody's way.
    const gone = { origin: 'gone.example/ledger', url: 'https://gone.example/ledger', verifier_key: '', entry: Buffer.from(entry), entry_index: 0, proof: '', received_at: new Date(0), state: 'pending' } as const
    await context.database.insertInto('ledger_receipt').values(Array.from({ length: 200 }, () => ({ id: newRowId(context), ...gone }))).execute()
    await checkReceipts(context)
    expect(await state()).toBe('pending')
    await context.database.updateTable('ledger_receipt').set({ received_at: new Date(cedar.clock.now.getTime() - 86_401_000) }).where('entry_index', '=', String(size)).execute()
    await stepAll(context)
    await checkReceipts(context)
    await stepAll(context)
    expect([await state(), (await network(cedar)).alarms.find(({ kind }) => kind === 'withheld')]).toMatchObject(['withheld', { origin, reason: expect.stringContaining(`entry ${size}`) as string }])
    await seal(alder)
    await recordBatches(alder.context)
    await stepAll(context)
    await checkReceipts(context)
    await stepAll(context)
    expect(await state()).toBe('contradicted')
    const { alarms } = await network(cedar)
    expect(alarms.some(({ kind }) => kind === 'withheld')).toBe(false)
    const fork = parseForkProof(alarms.find(({ kind }) => kind === 'fork')?.proof)
    expect(await verifyForkProof(fork, parseVerifierKey(alder.context.ledger.verifierKey, cryptography.sha256), cryptography)).toBe(true)
  })

  it('halt where others have the key of a log as well, and go on once those who govern have named another', async () => {
    const [alder, birch, cedar] = all()
    const { context } = alder
    const { origin, size } = context.ledger.checkpoint
    const policy = parsePolicy((await alder.app.inject('/ledger/policy')).body, cryptography.sha256)
    const stolen = await signCheckpoint({ origin, size: size - 1, root: cryptography.randomBytes(32) }, await logKeyOf(alder), cryptography)
    for (const { context: { followedLogs } } of [birch, cedar]) await followedLogs.find(origin)?.log.compare(stolen.text)
    await seal(alder)
    await recordBatches(context)
    expect([await context.finality.advance(), context.judgedLog.halted?.code]).toEqual([false, 'ledger/log-refused'])
    const [final, before] = [await context.finality.checkpoint(), context.ledger.verifierKey]
    const made = await makeLogKey(context)
    const text = formatPolicy({ ...policy, logs: [{ key: parseVerifierKey(made, cryptography.sha256) }] })
    const payload = { sequence: context.judgedLog.registry.sequences.get('governance') ?? 0, policy: text }
    expect((await handIn(alder, await signEntry({ type: 'policy', payload }, { origin, signers: nodes.map(({ context: { operatorKey } }) => operatorKey) }))).statusCode).toBe(201)
    // Until the entry is final everything shown stands under the key of before.
    expect([(await alder.app.inject('/ledger/key')).body, (await alder.app.inject('/ledger/checkpoint')).body]).toEqual([`${before}\n`, final?.text])
    // Also to those who have read it already.
    const { commitment } = await cedar.context.database.selectFrom('commitment').innerJoin('ledger_batch', 'ledger_batch.id', 'commitment.batch_id').select('commitment.commitment')
      .where('ledger_batch.log_origin', '=', origin).executeTakeFirstOrThrow()
    await stepAll(cedar.context)
    expect(cedar.context.followedLogs.find(origin)?.log.verifierKey).toBe(made)
    expect((await cedar.app.inject(`/api/ledger-proofs/${commitment.toString('base64url')}`)).json()).toMatchObject({ state: 'recorded' })
    const batch = await seal(birch)
    await until(async () => (await birch.context.database.selectFrom('ledger_batch').select('state').where('id', '=', batch).executeTakeFirstOrThrow()).state === 'recorded'
      && (birch.context.judgedLog.registry.syncs.at(-1)?.size ?? 0) > size, nodes)
    expect([context.judgedLog.halted, (await alder.app.inject('/ledger/key')).body]).toEqual([undefined, `${made}\n`])
    for (const node of [birch, cedar]) expect((await network(node)).alarms.filter(({ kind }) => kind === 'fork')).toEqual([])
    expect(cedar.context.followedLogs.find(origin)?.log.alarms).toMatchObject([{ kind: 'fork', key: before, ended: expect.any(Number) as number }])
  })

  it('go on with one of three gone, and hold back what too few have signed', async () => {
    const [alder, birch, cedar] = all()
    await cedar.app.close()
    await seal(birch)
    await until(async () => (await birch.context.finality.checkpoint())?.size === birch.context.ledger.checkpoint.size, [alder, birch])
    const final = await birch.context.finality.checkpoint()
    await alder.app.close()
    await seal(birch)
    await takeTurn(birch)
    expect((await birch.context.finality.checkpoint())?.size).toBe(final?.size)
    const pending = parseCheckpoint((await birch.app.inject('/ledger/pending')).body)
    expect(pending.size).toBeGreaterThan(final?.size ?? 0)
    const last = (await birch.app.inject(`/api/ledger/entries/${pending.size - 1}`)).json()
    expect(last).toMatchObject({ final: false, proof: null })
    expect((await network(birch)).holders.find(({ name }) => name === parsePolicyName(alder))?.state).toBe('silent')
  })

  it('say nothing of any person on their logs', async () => {
    for (const { context } of all()) {
      if (rulesInForce(context) === undefined) continue
      for (let index = 0; index < context.ledger.checkpoint.size; index += 1) {
        const entry = parseEntry(await context.ledger.entry(index))
        const text = entry.type === 'batch' ? entry.payload.issuer ?? '' : JSON.stringify(entry.payload)
        expect(text).not.toMatch(/@(?!context)|Registrar|owner of/)
      }
    }
  })

})

function parsePolicyName({ url }: NetworkNode): string {
  return `${new URL(url).host}/validator`
}
