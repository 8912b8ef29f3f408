import type { SigningKey } from 'everlearned/crypto'
import { encodeMultikey } from 'everlearned/crypto'
import { didKey, didKeyVerificationMethod } from 'everlearned/did'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { applyEntry, newRegistry, signConformance, signEntry, type Statement } from 'everlearned/trust'
import type { Row } from './interleave.ts'

const origin = 'registry.example/ledger'
const issuers = 10
const batches = 75

/** Replays a log of batches, registrations, accreditations and status digests, against one bare signature verification an entry. */
export async function replayRow(): Promise<Row> {
  const entries = await makeLog()
  const key = await newKey()
  const message = cryptography.randomBytes(120)
  const signature = await key.sign(message)
  return {
    op: 'replay', goal: 2.5, operations: entries.length,
    run: async () => {
      const registry = newRegistry(origin)
      for (const [index, entry] of entries.entries()) {
        const applied = await applyEntry(registry, entry, index, { cryptography })
        if (applied.ok !== true) throw new Error(`the entry must be taken: ${applied.code}`)
      }
    },
    bare: async () => {
      for (let index = 0; index < entries.length; index += 1) await cryptography.verifySignature(key.publicKey, message, signature)
    },
  }
}

async function newKey(): Promise<SigningKey> {
  return cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
}

async function makeLog(): Promise<readonly Uint8Array<ArrayBuffer>[]> {
  const [operator, accreditor] = [await newKey(), await newKey()]
  const keys = await Promise.all(Array.from({ length: issuers }, newKey))
  const entries: Uint8Array<ArrayBuffer>[] = []
  const add = async (statement: Statement, signer: SigningKey): Promise<void> => void entries.push(await signEntry(statement, { origin, signers: [signer] }))
  const party = (name: string, key: SigningKey): { did: string; name: string; keys: string[] } => ({ did: didKey(key.publicKey), name, keys: [encodeMultikey(key.publicKey)] })
  await add({ type: 'charter', payload: {
    name: 'One', policy: 'quorum none\n', rules: 1, governance: { education: { threshold: 1, seats: [{ name: 'One', key: encodeMultikey(operator.publicKey) }] } },
    accreditors: [{ ...party('Board', accreditor), scopes: ['*'] }], operator: party('Operator', operator),
  } }, operator)
  for (const [index, key] of keys.entries()) {
    const { did, keys: own } = party('', key)
    const sample = await signConformance(did, { signingKey: key, verificationMethod: didKeyVerificationMethod(key.publicKey), cryptography })
    await add({ type: 'register', payload: { did, name: `College ${index}`, sector: 'education', keys: own, basis: 'self-declared', sample } }, key)
    await add({ type: 'accredit', payload: {
      accreditor: didKey(accreditor.publicKey), sequence: index, did, scopes: ['https://example.org/scope/welding'], basis: 'institutional', mayAccredit: false, from: '2026-01-01',
    } }, accreditor)
    await add({ type: 'status', payload: { issuer: did, sequence: 0, list: `https://college.example/status/${index}`, digest: '0'.repeat(64) } }, key)
  }
  for (let index = 0; index < batches; index += 1) {
    const key = keys[index % issuers] ?? operator
    await add({ type: 'batch', payload: { issuer: didKey(key.publicKey), scope: 'education', size: 64, root: cryptography.randomBytes(32) } }, key)
  }
  return entries
}
