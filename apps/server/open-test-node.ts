import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nativeCryptography } from 'everlearned/node'
import type { FastifyBaseLogger, InjectOptions, LightMyRequestResponse } from 'fastify'
import { makeSetUpLink } from './accounts/set-up.ts'
import { createNode, type Node } from './app.ts'
import { parseConfig, type Config } from './config.ts'
import { openTestDatabase, type TestDatabase } from './database/open-test-database.ts'
import { openKeyFile } from './key-file.ts'

/** A whole node on a database of its own, with a clock that stands still until it is moved. */
export interface TestNode extends Node {
  readonly testDatabase: TestDatabase
  readonly clock: { now: Date }
  close(): Promise<void>
}

/** Settings of a node whose folders are new and temporary. */
export function testConfig(changes: Partial<Config> = {}): Config {
  const folder = mkdtempSync(join(tmpdir(), 'ler-node-'))
  return { ...parseConfig(['--data', join(folder, 'data'), '--key-file', join(folder, 'key')], {}), ...changes }
}

/** Builds a node for a test file. */
export async function openTestNode(changes: Partial<Config> = {}, logger?: FastifyBaseLogger): Promise<TestNode> {
  const testDatabase = await openTestDatabase()
  const config = testConfig(changes)
  const clock = { now: new Date('2026-05-20T12:00:00Z') }
  const node = await createNode({ config, database: testDatabase.database, cryptography: nativeCryptography, keyFile: openKeyFile(config.keyFile, true), now: () => clock.now }, logger)
  return {
    ...node,
    testDatabase,
    clock,
    close: async () => {
      await node.app.close()
      await testDatabase.close()
    },
  }
}

/** An owner who is logged in, with their organisation. */
export interface TestOwner {
  readonly organisation: { readonly id: string; readonly slug: string; readonly name: string; readonly did: string }
  readonly cookie: string
  /** Injects a request as this owner's browser sends it. */
  request(options: InjectOptions): Promise<LightMyRequestResponse>
}

/** Sets a node up, or adds an owner to one that is. */
export async function addTestOwner({ app, context }: Node, name = 'Riverbend Community College'): Promise<TestOwner> {
  const token = (await makeSetUpLink(context)).split('#')[1] ?? ''
  const answer = await app.inject({
    method: 'POST',
    url: '/api/setup',
    payload: { token, displayName: 'Registrar', loginName: `owner of ${name}`, organisation: { name }, passphrase: 'four brass kettles sing' },
  })
  const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? ''
  const [organisation] = answer.json<{ organisations: TestOwner['organisation'][] }>().organisations
  if (organisation === undefined) throw new Error(`Cannot set up test node: ${answer.body}`)
  const headers = { cookie, origin: context.config.publicBaseUrl }
  return { organisation, cookie, request: (options) => app.inject({ ...options, headers: { ...headers, ...options.headers } }) }
}
