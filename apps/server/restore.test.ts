import { mkdtempSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signPresentation } from 'everlearned/credential'
import { didKey, didKeyVerificationMethod } from 'everlearned/did'
import { auditLog, formatVerifierKey, hashOrigin, signCheckpoint, verifierKeyOf } from 'everlearned/ledger'
import { fileWitnessStore, folderLogReader, nativeCryptography } from 'everlearned/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNode, type Node } from './app.ts'
import { writeBackup } from './backup.ts'
import { openTestDatabase, type TestDatabase } from './database/open-test-database.ts'
import { exportNode } from './export.ts'
import { importNode } from './import.ts'
import { createAchievement } from './issuing/achievements.ts'
import { searchClaims } from './issuing/claim-desk.ts'
import { startIssueJob } from './issuing/issue-jobs.ts'
import { ledgerFolder } from './issuing/node-log.ts'
import { cosignerKeyText } from './network/cosigner-keys.ts'
import { followedFolder, openFollowedFolder } from './network/followed-folder.ts'
import { keepUpload } from './issuing/uploads.ts'
import { workOnJobs } from './issuing/worker.ts'
import { openKeyFile } from './key-file.ts'
import type { NodePlace } from './snapshot.ts'
import { addTestOwner, openTestNode, testConfig, type TestNode } from './open-test-node.ts'

const foldersOf = ({ config }: Pick<Node['context'], 'config'>): Pick<NodePlace, 'ledgerFolder' | 'followedFolder'> => ({ ledgerFolder: ledgerFolder({ config }), followedFolder: followedFolder(config) })

let first: TestNode
let organisationId: string
const restored: { node: Node; database: TestDatabase }[] = []
const folder = mkdtempSync(join(tmpdir(), 'ler-restore-'))

beforeAll(async () => {
  first = await openTestNode()
  const { organisation } = await addTestOwner(first)
  organisationId = organisation.id
  const actor = { organisationId, id: 'account:test' }
  const { id: achievementId } = await createAchievement({ name: 'Welding', description: 'Joins', criteria: 'Passed', achievementType: 'Certificate', validityMonths: null, alignments: [] }, actor, first.context)
  const file = ['Name,Email', ...Array.from({ length: 70 }, (_, index) => `Graduate ${index},graduate-${index}@example.org`)].join('\n')
  const upload = await keepUpload(new TextEncoder().encode(file), actor, first.context)
  await startIssueJob(upload.id, { achievementId, mapping: { fullName: 0, email: 1 }, secondFactor: false }, { actor, context: first.context })
  await workOnJobs('test', { context: first.context, isStopping: () => false })
  await claimFirst(first, 'graduate-7@')
  await followForker()
})

afterAll(async () => {
  await first.close()
  for (const { node, database } of restored) {
    await node.app.close()
    await database.close()
  }
})

async function claimFirst(node: Node, email: string): Promise<number> {
  const { claims: [claim] } = await searchClaims({ text: email, state: 'unclaimed', limit: 1 }, organisationId, node.context)
  const url = `/api/claims/${claim?.link?.split('/').at(-1)}`
  const { challenge, domain } = (await node.app.inject({ method: 'POST', url: `${url}/challenge` })).json()
  const key = await nativeCryptography.importSigningKey(await nativeCryptography.generateKey('P-256'))
  const signing = { signingKey: key, verificationMethod: didKeyVerificationMethod(key.publicKey), created: node.context.now(), cryptography: nativeCryptography }
  const presentation = await signPresentation({ holder: didKey(key.publicKey), challenge, domain }, signing)
  return (await node.app.inject({ method: 'POST', url, payload: { presentation } })).statusCode
}

/** A log that the node follows told two histories; nobody shows them a second time. */
async function followForker(): Promise<void> {
  const { cryptography, database } = first.context
  const origin = 'forker.example/ledger'
  const key = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
  const verifierKey = formatVerifierKey(verifierKeyOf(origin, key.publicKey, cryptography.sha256))
  await database.insertInto('followed_log').values({ id: 'f1', origin, verifier_key: verifierKey, url: 'https://forker.example/ledger', role: 'validator', joins: false, created_at: first.context.now() }).execute()
  const kept = await openFollowedFolder({ origin, verifierKey, role: 'validator' }, first.context)
  const cosigner = await first.context.followedLogs.cosigner('validator')
  const checkpoint = await signCheckpoint({ origin, size: 9, root: new Uint8Array(32) }, key, cryptography)
  const store = await fileWitnessStore(join(kept, 'follow', 'cosigned'))
  await store.replace(hashOrigin(origin, cryptography.sha256), undefined, checkpoint.text)
  await writeFile(join(kept, 'follow', 'alarms.json'), JSON.stringify([
    { kind: 'fork', origin, at: first.context.now().toISOString(), code: 'ledger/log-forked', reason: 'two histories', key: verifierKey },
    { kind: 'rolled-back', origin, at: first.context.now().toISOString(), code: 'ledger/store-rolled-back', reason: 'older', cosigner: cosignerKeyText(cosigner, first.context) },
  ]))
}

/** What a witness said after the backup is not in it: its key must not speak again, and nothing of it is lost for that. */
async function expectNewCosigner({ context }: Node): Promise<void> {
  const [old, now] = await Promise.all([first.context, context].map(async (each) => cosignerKeyText(await each.followedLogs.cosigner('validator'), each)))
  expect(now).not.toBe(old)
  const { log } = context.followedLogs.find('forker.example/ledger') ?? {}
  expect(log).toMatchObject({ cosignedSize: 0, alarms: [{ kind: 'fork' }], state: { state: 'forked' } })
}

/** Another machine: a database and folders of its own, the key file brought over. */
async function restore(path: string, keyFile: string): Promise<Node> {
  const database = await openTestDatabase()
  const config = testConfig({ keyFile })
  await importNode(path, { database: database.database, ...foldersOf({ config }) })
  try {
    const node = await createNode({ config, database: database.database, cryptography: nativeCryptography, keyFile: openKeyFile(keyFile, true), now: first.context.now })
    restored.push({ node, database })
    return node
  } catch (cause) {
    await database.close()
    throw cause
  }
}

describe('a node on another machine', () => {
  it.each([
    ['a backup', 'node.backup', writeBackup],
    ['an export', 'exported', exportNode],
  ])('goes on from %s: the same log, links that work, claims that stay', async (_, name, write) => {
    const path = join(folder, name)
    await write(path, { database: first.context.database, ...foldersOf(first.context) }, first.context.now())
    const node = await restore(path, first.context.config.keyFile)
    expect(node.context.ledger.checkpoint.text).toBe(first.context.ledger.checkpoint.text)
    const { size } = node.context.ledger.checkpoint
    expect(size).toBe(3)
    const report = await auditLog(folderLogReader(ledgerFolder(node.context)), { cryptography: nativeCryptography, verifierKey: first.context.ledger.verifierKey, checkEntry: () => undefined })
    expect(report.findings).toEqual([])
    expect((await searchClaims({ state: 'all', limit: 1 }, organisationId, node.context)).counts).toEqual({ unclaimed: 69, bound: 1, suspended: 0, voided: 0, tickets: 0 })
    expect(await claimFirst(node, 'graduate-8@')).toBe(200)
    await expectNewCosigner(node)
    await node.context.ledger.append([new Uint8Array(8)])
    expect(node.context.ledger.checkpoint.size).toBe(size + 1)
  })

  it('does not start under another key file', async () => {
    const path = join(folder, 'other.backup')
    await writeBackup(path, { database: first.context.database, ...foldersOf(first.context) }, first.context.now())
    await expect(restore(path, join(folder, 'other-key'))).rejects.toMatchObject({ code: 'key-file/wrong' })
  })
})
