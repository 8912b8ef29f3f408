import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startPostgres } from './embedded-postgres.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Connection string of the run's PostgreSQL; each test file makes a database of its own in it. */
    readonly postgresUrl: string
  }
}

/** Starts one PostgreSQL for the whole run: the one of `TEST_DATABASE_URL`, or an embedded one without fsync. */
export default async function setUpDatabase(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL']
  if (given !== undefined && given !== '') {
    provide(project, given)
    return async () => undefined
  }
  const folder = makeTemporaryFolder('ler-test-')
  const postgres = await startPostgres(join(folder, 'postgres'), { durable: false })
  provide(project, postgres.url)
  return async () => {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** To the tests, and by the environment to the nodes that they start as processes. */
function provide(project: TestProject, url: string): void {
  project.provide('postgresUrl', url)
  process.env['LER_RUN_POSTGRES'] = url
}
