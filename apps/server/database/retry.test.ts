import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { openTestDatabase } from './open-test-database.ts'
import { retry } from './retry.ts'

describe('retry()', () => {
  it('brings every one of ten serializable increments home', async () => {
    const { database, close } = await openTestDatabase()
    await sql`create table counter (value integer)`.execute(database)
    await sql`insert into counter values (0)`.execute(database)
    let runs = 0
    await Promise.all(Array.from({ length: 10 }, () => retry(() => database.transaction().setIsolationLevel('serializable').execute(async (transaction) => {
      runs += 1
      const { rows } = await sql<{ value: number }>`select value from counter`.execute(transaction)
      await sql`update counter set value = ${(rows[0]?.value ?? 0) + 1}`.execute(transaction)
    }), 50)))
    expect((await sql<{ value: number }>`select value from counter`.execute(database)).rows).toEqual([{ value: 10 }])
    expect(runs).toBeGreaterThan(10)
    await close()
  })

  it('throws at once what another run would not mend, and at last what it did not', async () => {
    let runs = 0
    const failing = (code: string) => async (): Promise<never> => {
      runs += 1
      throw Object.assign(new Error('no'), { code })
    }
    await expect(retry(failing('23505'))).rejects.toMatchObject({ code: '23505' })
    expect(runs).toBe(1)
    await expect(retry(failing('40P01'), 3)).rejects.toMatchObject({ code: '40P01' })
    expect(runs).toBe(4)
  })
})
