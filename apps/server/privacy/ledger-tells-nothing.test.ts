/** Issue the demonstration network for real, then read its ledger as somebody does who wants to find people in it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeMultikey } from 'everlearned/crypto'
import { decodeBase64url, encodeUtf8 } from 'everlearned/encoding'
import { parseClaimLink } from 'everlearned/exchange/claim'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { batchScopes, parseEntry, sealBatch } from 'everlearned/trust'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoIssues, demoPeople } from '../demo/network.ts'
import { createOrganisation } from '../accounts/organisations.ts'
import { claimLink } from '../issuing/claim-token.ts'
import { ledgerFolder } from '../issuing/node-log.ts'
import { stateOrganisations } from '../network/state-organisations.ts'
import { addTestOwner, openTestNode, type TestNode } from '../open-test-node.ts'
import { findForms, formsOf, type Form, type Needle } from './forms-of.ts'
import { hitsByOrder, isUnlinkable, linkageOf, type SeenBatch } from './link-attack.ts'
import { runDemoNetwork, type DemoRun } from './run-demo-network.ts'

let node: TestNode
let run: DemoRun
let accountId: string
let forms: readonly Form[]
const coarse = new Set<string>(batchScopes)

beforeAll(async () => {
  node = await openTestNode({ publicBaseUrl: 'https://skills.example', rehearsal: false })
  // The files of the demonstration are of the week before.
  node.clock.now = new Date('2026-06-20T09:00:00Z')
  await addTestOwner(node, 'Riverbend Community College')
  accountId = (await node.context.database.selectFrom('account').select('id').executeTakeFirstOrThrow()).id
  run = await runDemoNetwork(node, accountId)
  forms = await formsOfEverybody()
}, 300_000)

afterAll(() => node.close())

/** Everything that the network gets to see: the files of the log, and the snapshots that its digests name. */
async function ledgerBytes(): Promise<Buffer> {
  const folder = ledgerFolder(node.context)
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile()).map((file) => readFileSync(join(file.parentPath, file.name)))
  const blobs: Buffer[] = []
  for (const { digest } of await node.context.database.selectFrom('list_snapshot').select('digest').execute()) {
    const answer = await node.app.inject(`/ledger/blob/${digest}`)
    if (answer.statusCode !== 200) throw new Error('a snapshot must be served')
    blobs.push(answer.rawPayload)
  }
  const published = await Promise.all(['checkpoint', 'pending', 'policy', 'key'].map(async (name) => (await node.app.inject(`/ledger/${name}`)).rawPayload))
  return Buffer.concat([...files, ...blobs, ...published])
}

/** All that the database knows of people, in every form. */
async function formsOfEverybody(): Promise<readonly Form[]> {
  const { database } = node.context
  const needles: Needle[] = []
  const all: Form[] = []
  for (const { award, sealed_token: sealed, holder_did: holder, token_hash: hash } of await database.selectFrom('claim').selectAll().execute()) {
    const { token } = parseClaimLink(claimLink(sealed, node.context))
    needles.push({ kind: 'name', text: award.name }, { kind: 'claim token', text: token, bytes: decodeBase64url(token) }, { kind: 'hash of a claim token', bytes: hash })
    if (holder !== null) needles.push({ kind: 'holder', text: holder, bytes: decodeMultikey(holder.slice('did:key:'.length)).bytes })
    all.push(...formsOf({ kind: 'e-mail', text: award.email }))
  }
  for (const row of await database.selectFrom('credential').innerJoin('commitment', 'commitment.credential_id', 'credential.id').selectAll().execute()) {
    const { credentialSubject: { identifier } } = JSON.parse(row.document) as { credentialSubject: { identifier?: readonly { readonly identityHash: string; readonly salt: string }[] } }
    const id = (row as unknown as { credential_id: string }).credential_id
    needles.push({ kind: 'nonce', bytes: row.nonce }, { kind: 'commitment', bytes: row.commitment }, { kind: 'credential', text: row.document })
    needles.push({ kind: 'place in a status list', text: `"${row.status_index}"` }, { kind: 'place in a status list', text: `#${row.status_index}` })
    needles.push({ kind: 'row of a credential', text: id })
    for (const { identityHash, salt } of identifier ?? []) {
      needles.push({ kind: 'identity hash', text: identityHash }, { kind: 'identity hash', bytes: Buffer.from(identityHash.replace(/^sha256\$/, ''), 'hex') }, { kind: 'salt', text: salt })
    }
  }
  for (const { credential_id: id } of await database.selectFrom('credential').select('credential_id').execute()) {
    needles.push({ kind: 'credential id', text: id, bytes: Buffer.from(id.replaceAll(/^urn:uuid:|-/g, ''), 'hex') })
  }
  return [...all, ...needles.flatMap((needle) => formsOf(needle))]
}

async function seenBatches(): Promise<readonly SeenBatch[]> {
  const batches: SeenBatch[] = []
  for (const { index, at } of run.seen) {
    const { type, payload } = parseEntry(await node.context.ledger.entry(index))
    if (type === 'batch') batches.push({ issuer: payload.issuer, scope: payload.scope, at })
  }
  return batches
}

describe('the ledger of the demonstration network', () => {
  it('has seen its files issued and its people claim', async () => {
    expect(run.events.length).toBe(2 * demoIssues.reduce((sum, { others, people }) => sum + others + people.length, 0))
    expect(new Set(run.holders).size).toBe(run.events.length / 2)
    const types = await Promise.all(run.seen.map(async ({ index }) => parseEntry(await node.context.ledger.entry(index)).type))
    expect(new Set(types)).toEqual(new Set(['charter', 'register', 'archive', 'batch', 'status', 'epoch']))
    expect(types.filter((type) => type === 'batch').length).toBeGreaterThan(4)
    expect(await node.context.database.selectFrom('commitment').select('credential_id').where('batch_id', 'is', null).execute()).toEqual([])
  })

  it('holds no name, address, key, identifier, token, place or document of anybody, in any form', async () => {
    expect(new Set(forms.map(({ kind }) => kind))).toEqual(new Set([
      'e-mail', 'name', 'claim token', 'hash of a claim token', 'holder', 'nonce', 'commitment', 'credential', 'place in a status list', 'row of a credential', 'identity hash', 'salt', 'credential id',
    ]))
    expect(forms.length).toBeGreaterThan(30_000)
    expect(findForms(forms, await ledgerBytes())).toEqual([])
  }, 120_000)

  it('would show each of these forms if it stood there: the scan bites', async () => {
    const bytes = await ledgerBytes()
    const email = demoPeople[0]?.email ?? ''
    for (const { bytes: planted } of forms.filter(({ kind }) => kind === 'e-mail').slice(0, 60)) {
      const at = 7 + planted.length % 3
      expect(findForms(forms.filter((form) => form.bytes.equals(planted)), Buffer.concat([bytes.subarray(0, at), planted, bytes.subarray(at)])).length).toBeGreaterThan(0)
    }
    for (const shift of [0, 1, 2, 3]) {
      const inside = Buffer.from(Buffer.concat([Buffer.alloc(shift, 0xa5), Buffer.from(email), Buffer.alloc(4, 0x5a)]).toString('base64'))
      expect(findForms(formsOf({ kind: 'e-mail', text: email }), inside)).not.toEqual([])
    }
    expect(findForms(formsOf({ kind: 'e-mail', text: email }, ['pepper']), Buffer.from(cryptography.sha256(encodeUtf8(`${email}pepper`))))).toEqual(['plain', 'lower', 'joined'].map((form) => `e-mail: sha-256 of ${form} with salt`))
  })

  it('lets nobody do better than guess among 64 people, or than the day, by issuer, scope and time', async () => {
    const linkages = linkageOf(await seenBatches(), run.events, coarse)
    expect(linkages.filter((linkage) => !isUnlinkable(linkage))).toEqual([])
    // Both ways of hiding are met with: among many, and in the day.
    expect(linkages.some(({ among }) => among >= 64)).toBe(true)
    expect(linkages.some(({ among, isOfDay }) => among < 64 && isOfDay)).toBe(true)
  })

  it('states status lists at midnight alone, so that none tells the hour in which something happened to somebody', async () => {
    const types = await Promise.all(run.seen.map(async ({ index, at }) => ({ type: parseEntry(await node.context.ledger.entry(index)).type, afterMidnight: at.getTime() % 86_400_000 })))
    const stated = types.filter(({ type }) => type === 'status').map(({ afterMidnight }) => afterMidnight)
    expect(stated.length).toBeGreaterThan(8)
    expect(Math.max(...stated)).toBeLessThan(15 * 60_000)
  })

  it('puts leaves in an order that tells no other order: list, time and name find no more of them than chance', async () => {
    const rows = await node.context.database.selectFrom('commitment').innerJoin('ledger_batch', 'ledger_batch.id', 'commitment.batch_id')
      .select(['commitment.batch_id', 'commitment.position', 'commitment.commitment', 'ledger_batch.leaf_count']).orderBy('commitment.credential_id').execute()
    let chance = 0
    const [hits, sorted] = [{ list: 0, reversed: 0 }, { bytes: 0 }]
    for (const batch of new Set(rows.map(({ batch_id: id }) => id))) {
      const own = rows.filter(({ batch_id: id }) => id === batch)
      const places = own.map(({ position }) => position ?? -1)
      chance += own.length / (own[0]?.leaf_count ?? 1)
      hits.list += hitsByOrder(own.map((_, rank) => rank), places)
      hits.reversed += hitsByOrder(own.map((_, rank) => own.length - 1 - rank), places)
      const byBytes = own.toSorted((left, right) => Buffer.compare(left.commitment, right.commitment))
      sorted.bytes += hitsByOrder(own.map((row) => byBytes.indexOf(row)), places)
    }
    // So many more than chance come about once in a million runs.
    const limit = Math.ceil(chance + 6 * Math.sqrt(chance) + 6)
    expect(Math.max(hits.list, hits.reversed, sorted.bytes)).toBeLessThanOrEqual(limit)
    expect(rows.length).toBeGreaterThan(4 * limit)
    // The control: leaves in the order of the list are all found.
    expect(hitsByOrder(rows.map((_, rank) => rank), rows.map((_, rank) => rank))).toBe(rows.length)
  })
})

describe('the measure of linking', () => {
  const noon = new Date('2026-05-20T12:00:00Z')
  const crowd = Array.from({ length: 80 }, (_, index) => ({ person: `p${index}`, issuer: index === 0 ? 'did:web:parish.example' : 'did:web:college.example', at: noon }))
  const batch = { issuer: null, scope: 'education', at: new Date(noon.getTime() + 60_000) }
  const judge = (changed: Partial<SeenBatch>): boolean => linkageOf([{ ...batch, ...changed }], crowd, coarse).every(isUnlinkable)

  it('passes a shared batch of many', () => {
    expect(judge({})).toBe(true)
  })

  it('fails a batch of one: by its issuer, by a fine scope, and by its time', () => {
    expect(judge({ issuer: 'did:web:parish.example' })).toBe(false)
    expect(judge({ scope: 'did:web:parish.example' })).toBe(false)
    expect(linkageOf([{ ...batch, at: new Date(noon.getTime() + 24 * 3_600_000) }], crowd.slice(0, 1), coarse).every(isUnlinkable)).toBe(false)
    expect(linkageOf([{ ...batch, at: new Date('2026-05-21T00:00:00Z') }], crowd.slice(0, 1), coarse).every(isUnlinkable)).toBe(true)
  })

  it('is not left to good will: a batch of few under an issuer\'s name is not sealed, nor one that is before its day, and a fine scope cannot be written', async () => {
    const signer = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
    const of = { scope: 'education', origin: 'o', signer, cryptography } as const
    const few = [cryptography.randomBytes(32)]
    await expect(sealBatch(few, { ...of, issuer: 'did:web:parish.example', isOverdue: true })).rejects.toMatchObject({ code: 'trust/batch-too-small' })
    await expect(sealBatch(few, { ...of, issuer: null, isOverdue: false })).rejects.toMatchObject({ code: 'trust/batch-too-small' })
    await expect(sealBatch(few, { ...of, issuer: null, isOverdue: true, scope: 'welding' as 'education' })).rejects.toMatchObject({ code: 'trust/entry-malformed' })
  })
})

describe('the scan, on a ledger that does hold a person', () => {
  it('finds a person who was registered as if they were an organisation', async () => {
    const name = demoPeople[0]?.name ?? ''
    expect(findForms(forms.filter(({ kind }) => kind === 'name'), await ledgerBytes())).toEqual([])
    await createOrganisation({ name }, accountId, node.context)
    await stateOrganisations(node.context)
    expect(findForms(forms.filter(({ kind }) => kind === 'name'), await ledgerBytes())).toContain('name: plain')
  })
})
