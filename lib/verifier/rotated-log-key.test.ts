import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { Json } from '../encoding/canonical-json.ts'
import { parseCheckpoint, signCheckpoint } from '../ledger/checkpoint.ts'
import { cosign } from '../ledger/cosignature.ts'
import { formatNote } from '../ledger/note.ts'
import { formatPolicy, parsePolicy } from '../ledger/policy.ts'
import { formatTlogProof, parseTlogProof } from '../ledger/tlog-proof.ts'
import { verifierKeyOf } from '../ledger/verifier-key.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { formatRegistry, parseRegistry } from '../trust/registry-text.ts'
import { wholeRegistry } from '../trust/registry-view.ts'
import { cosigners, didOf, documentOf, keyOf, origin, seatsOf, TrustedWorld } from '../trust/trusted-world.ts'
import { formatBundle } from './bundle.ts'
import { trustNobody, type Trust } from './policy.ts'
import { findingOf } from './report.ts'
import type { TrustedNetwork } from './trusted-network.ts'
import { verify } from './verify.ts'

/** A network whose log's key was stolen and replaced, with a record of before and one of after. */
async function rotated() {
  const world = await TrustedWorld.begin('college')
  await world.accredit('board', 'college')
  const credential = await world.sign('college')
  const [oldKey, newKey] = await Promise.all(['log', 'log-2'].map(async (name) => verifierKeyOf(origin, (await keyOf(name)).publicKey, cryptography.sha256)))
  if (oldKey === undefined || newKey === undefined) throw new Error('two keys are needed')
  const before = await world.ledgerProof(await world.record(credential, 'college'))
  const stale = wholeRegistry(parseRegistry(formatRegistry(world.network.registry), cryptography))
  const policy = formatPolicy({ ...parsePolicy(world.policy, cryptography.sha256), logs: [{ key: newKey }] })
  await world.say({ type: 'policy', payload: { sequence: world.network.next('governance'), policy } }, seatsOf())
  await world.log.signUnder([newKey])
  const index = await world.record(credential, 'college')
  const after = await world.ledgerProof(index)
  const network: TrustedNetwork = { ...world.trusted, policy }
  const told = async (proof: Json, trust: Partial<Trust> = {}): Promise<string> => {
    const bundle = formatBundle({ credentials: [JSON.stringify(credential)], documents: {}, status: {}, ledgerProofs: [proof], logs: [] })
    const { reports: [report] } = await verify(encodeUtf8(bundle), { cryptography, now: new Date('2026-11-21T12:00:00Z'), documents: { [didOf('college')]: await documentOf('college') }, trust: { ...trustNobody, networks: [network], ...trust } })
    if (report === undefined) throw new Error('no report')
    const { code, outcome } = findingOf(report, 'ledger-inclusion')
    return code ?? outcome
  }
  return { world, before, after, network, stale, told }
}

/** The same proof under a checkpoint that a thief of the old key signed, with the cosignatures of everybody. */
async function signedByThief(proof: Json): Promise<Json> {
  const given = proof as { readonly proof: string }
  const parsed = parseTlogProof(given.proof)
  const { origin: of, size, root } = parsed.checkpoint
  const { note } = await signCheckpoint({ origin: of, size, root }, await keyOf('log'), cryptography)
  const lines = await Promise.all(cosigners.map(async (name) => cosign(parsed.checkpoint, { name: `${name}.example`, key: await keyOf(`${name}-cosigner`), seconds: 1_795_000_000 }, cryptography)))
  const checkpoint = parseCheckpoint(formatNote({ ...note, signatures: [...note.signatures, ...lines] }))
  return { ...given, proof: formatTlogProof({ ...parsed, checkpoint }) }
}

describe('after the key of a log was replaced', () => {
  it('proofs of before and of after pass, each under the key that was in force at its size, whichever policy text is held', async () => {
    const { world, before, after, network, told } = await rotated()
    for (const policy of [network.policy, world.policy]) {
      expect([await told(before, { networks: [{ ...network, policy }] }), await told(after, { networks: [{ ...network, policy }] })]).toEqual(['passed', 'passed'])
    }
  })

  it('what the old key signs of a later size fails, also with a quorum and for who still holds the old key', async () => {
    const { world, after, told } = await rotated()
    const forged = await signedByThief(after)
    const old = { logs: [(await TrustedWorld.begin()).log.verifierKey] }
    expect([await told(forged), await told(forged, old)]).toEqual(['ledger-inclusion/log-key-not-in-force', 'ledger-inclusion/log-key-not-in-force'])
    expect(world.log.verifierKey).not.toBe(old.logs[0])
    // Where nothing is known of the network its key alone counts.
    expect(await told(forged, { ...old, networks: [] })).toBe('passed')
  })

  it('what a registry is too old to know is neither passed nor failed', async () => {
    const { world, before, after, stale, told } = await rotated()
    const networks = [{ ...world.trusted, registry: stale }]
    expect([await told(before, { networks }), await told(after, { networks })]).toEqual(['passed', 'ledger-inclusion/log-key-unknown'])
  })
})
