import { randomBytes } from 'node:crypto'
import { sealBatch, signEntry } from 'everlearned/trust'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createOrganisation } from '../accounts/organisations.ts'
import { rotateOrganisationKeys } from '../accounts/rotate-keys.ts'
import { createNode } from '../app.ts'
import { newRowId } from '../issuing/issuing-context.ts'
import { recordBatches } from '../issuing/record-batches.ts'
import { addTestOwner, openTestNode, type TestNode, type TestOwner } from '../open-test-node.ts'
import { stateOrganisations } from './state-organisations.ts'

let node: TestNode
let suspended: TestOwner
let other: { readonly id: string; readonly did: string }

async function seal(organisationId: string): Promise<string> {
  const { context } = node
  const { did, key } = await context.organisationKeys.openSigningKey(organisationId)
  const commitments = Array.from({ length: 64 }, () => Uint8Array.from(randomBytes(32)))
  const batch = await sealBatch(commitments, { issuer: did, scope: 'education', isOverdue: false, origin: context.ledger.checkpoint.origin, signer: key, cryptography: context.cryptography })
  const id = newRowId(context)
  await context.database.insertInto('ledger_batch').values({
    id, organisation_id: organisationId, job_id: null, state: 'sealed', entry: Buffer.from(batch.entry), leaves: Buffer.from(batch.leaves),
    real_count: 64, leaf_count: batch.size, log_size: context.ledger.checkpoint.size, log_index: null, sealed_at: context.now(), recorded_at: null,
  }).execute()
  return id
}

/** Two organisations of one node; the first is suspended by the governance and takes new keys nevertheless. */
beforeAll(async () => {
  node = await openTestNode({ publicBaseUrl: 'https://node.example', walletBaseUrl: 'https://wallet.example', rehearsal: false })
  suspended = await addTestOwner(node)
  await stateOrganisations(node.context)
  const { judgedLog, operatorKey, database } = node.context
  const suspension = { type: 'suspend', payload: { by: 'governance', sequence: 0, target: 'participant', did: suspended.organisation.did } } as const
  expect(await judgedLog.submit({ entries: [await signEntry(suspension, { origin: judgedLog.registry.origin, signers: [operatorKey] })] })).toMatchObject([{ ok: true }])
  node.clock.now = new Date(node.clock.now.getTime() + 1_000)
  await rotateOrganisationKeys({ organisationId: suspended.organisation.id, id: 'account:test' }, node.context)
  const { id: accountId } = await database.selectFrom('account').select('id').executeTakeFirstOrThrow()
  other = await createOrganisation({ name: 'Second College' }, accountId, node.context)
})

afterAll(() => node.close())

describe('an organisation of which the ledger takes nothing', () => {
  it('is told, and keeps no other from registering', async () => {
    expect((await stateOrganisations(node.context)).map(({ code }) => code)).toEqual(['ledger/statement-refused'])
    expect(node.context.judgedLog.registry.participants.has(other.did)).toBe(true)
  })

  it('keeps nothing of the others from being recorded, however much of its own waits', async () => {
    for (let count = 0; count < 70; count += 1) await seal(suspended.organisation.id)
    const last = await seal(other.id)
    await expect(recordBatches(node.context)).rejects.toMatchObject({ code: 'ledger/batch-refused' })
    const recorded = await node.context.database.selectFrom('ledger_batch').select('id').where('state', '=', 'recorded').execute()
    expect(recorded).toEqual([{ id: last }])
  })

  it('keeps no node from starting', async () => {
    const { config, database, cryptography, keyFile, now } = node.context
    await node.app.close()
    const again = await createNode({ config, database, cryptography, keyFile, now })
    expect(again.context.judgedLog.registry.participants.has(other.did)).toBe(true)
    await again.app.close()
  })
})
