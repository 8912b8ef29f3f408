import { existsSync, mkdtempSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { holdDataFolder } from './data-folder.ts'
import { openTestDatabase, type TestDatabase } from './database/open-test-database.ts'
import { ledgerFolder } from './issuing/node-log.ts'
import { addTestOwner, openTestNode, type TestNode } from './open-test-node.ts'
import { isSnapshotCommand, runSnapshotCommand } from './snapshot-command.ts'

const folder = mkdtempSync(join(tmpdir(), 'ler-command-'))
let node: TestNode
let target: TestDatabase

beforeAll(async () => {
  node = await openTestNode()
  await addTestOwner(node)
  target = await openTestDatabase()
})

afterAll(async () => {
  await node.close()
  await target.close()
})

describe('runSnapshotCommand()', () => {
  const lines: string[] = []
  const print = (line: string): void => void lines.push(line)

  it('backs a running node up and imports it elsewhere, saying where the key file belongs', async () => {
    const file = join(folder, 'node.backup')
    writeFileSync(`${file}.part`, 'left behind, for everybody to read', { mode: 0o644 })
    await runSnapshotCommand('backup', [file, '--data', node.context.config.dataFolder, '--database-url', node.testDatabase.url], print)
    expect(statSync(file).mode & 0o077).toBe(0)
    const data = join(folder, 'data')
    await runSnapshotCommand('import', [file, '--data', data, '--database-url', target.url], print)
    expect(lines.join('\n')).toContain(`${data}.key`)
    expect(existsSync(join(ledgerFolder({ config: { ...node.context.config, dataFolder: data } }), 'checkpoint'))).toBe(true)
    expect(await target.database.selectFrom('organisation').select('name').execute()).toEqual([{ name: 'Riverbend Community College' }])
  })

  it('imports into no folder that a node runs on, and wants to know from where', async () => {
    const data = join(folder, 'busy')
    const lock = holdDataFolder(data)
    await expect(runSnapshotCommand('import', [join(folder, 'node.backup'), '--data', data, '--database-url', target.url], print)).rejects.toMatchObject({ code: 'data-folder/in-use' })
    lock.release()
    await expect(runSnapshotCommand('export', ['--data', data], print)).rejects.toMatchObject({ code: 'config/path-missing' })
    expect([isSnapshotCommand('backup'), isSnapshotCommand('serve'), isSnapshotCommand(undefined)]).toEqual([true, false, false])
  })
})
