import { nativeCryptography, folderLogReader } from 'everlearned/node'
import { auditLog } from 'everlearned/ledger'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNode, type Node } from '../app.ts'
import { makeEmptyDatabase, openTestDatabase, type TestDatabase } from '../database/open-test-database.ts'
import { openKeyFile } from '../key-file.ts'
import { addTestOwner, testConfig } from '../open-test-node.ts'
import { stateOrganisations } from '../network/state-organisations.ts'
import { ledgerFolder } from './node-log.ts'

let database: TestDatabase
let journal: Awaited<ReturnType<typeof makeEmptyDatabase>>
const keyFile = testConfig().keyFile
const nodes: Node[] = []

/** The test server acknowledges before it has written, which a log refuses. */
function durable(url: string): string {
  const changed = new URL(url)
  changed.searchParams.set('options', '-c synchronous_commit=on')
  return changed.href
}

/** The node on this database, its files in a folder of their own. */
async function start(): Promise<Node> {
  const config = testConfig({ keyFile, ledgerDatabaseUrl: durable(journal.url) })
  const node = await createNode({ config, database: database.database, cryptography: nativeCryptography, keyFile: openKeyFile(keyFile, true), now: () => new Date('2026-05-20T12:00:00Z') })
  nodes.push(node)
  return node
}

beforeAll(async () => {
  database = await openTestDatabase()
  journal = await makeEmptyDatabase()
})

afterAll(async () => {
  for (const { app } of nodes) await app.close()
  await database.close()
  await journal.drop()
})

describe('a node whose log has its journal in PostgreSQL', () => {
  it('goes on in an empty folder where it stopped, with the same history', async () => {
    const first = await start()
    await addTestOwner(first)
    await stateOrganisations(first.context)
    const { text, size } = first.context.ledger.checkpoint
    expect(size).toBe(2)
    await first.app.close()

    const second = await start()
    expect(second.context.ledger.checkpoint.text).toBe(text)
    await addTestOwner(second, 'Second College')
    await stateOrganisations(second.context)
    expect(second.context.ledger.checkpoint.size).toBeGreaterThan(size)
    const report = await auditLog(folderLogReader(ledgerFolder(second.context)), { cryptography: nativeCryptography, verifierKey: first.context.ledger.verifierKey, checkEntry: () => undefined })
    expect(report).toMatchObject({ size: second.context.ledger.checkpoint.size, findings: [] })
  })
})
