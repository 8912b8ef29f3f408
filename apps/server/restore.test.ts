import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signPresentation } from 'everlearned/credential'
import { didKey, didKeyVerificationMethod } from 'everlearned/did'
import { auditLog } from 'everlearned/ledger'
import { folderLogReader, nativeCryptography } from 'everlearned/node'
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
import { keepUpload } from './issuing/uploads.ts'
import { workOnJobs } from './issuing/worker.ts'
import { openKeyFile } from './key-file.ts'
import { addTestOwner, openTestNode, testConfig, type TestNode } from './open-test-node.ts'

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

/** Another machine: a database and folders of its own, the key file brought over. */
async function restore(path: string, keyFile: string): Promise<Node> {
  const database = await openTestDatabase()
  const config = testConfig({ keyFile })
  await importNode(path, { database: database.database, ledgerFolder: ledgerFolder({ config }) })
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
    await write(path, { database: first.context.database, ledgerFolder: ledgerFolder(first.context) }, first.context.now())
    const node = await restore(path, first.context.config.keyFile)
    expect(node.context.ledger.checkpoint.text).toBe(first.context.ledger.checkpoint.text)
    const { size } = node.context.ledger.checkpoint
    expect(size).toBe(3)
    const report = await auditLog(folderLogReader(ledgerFolder(node.context)), { cryptography: nativeCryptography, verifierKey: first.context.ledger.verifierKey, checkEntry: () => undefined })
    expect(report.findings).toEqual([])
    expect((await searchClaims({ state: 'all', limit: 1 }, organisationId, node.context)).counts).toEqual({ unclaimed: 69, bound: 1, suspended: 0, voided: 0, tickets: 0 })
    expect(await claimFirst(node, 'graduate-8@')).toBe(200)
    await node.context.ledger.append([new Uint8Array(8)])
    expect(node.context.ledger.checkpoint.size).toBe(size + 1)
  })

  it('does not start under another key file', async () => {
    const path = join(folder, 'other.backup')
    await writeBackup(path, { database: first.context.database, ledgerFolder: ledgerFolder(first.context) }, first.context.now())
    await expect(restore(path, join(folder, 'other-key'))).rejects.toMatchObject({ code: 'key-file/wrong' })
  })
})
