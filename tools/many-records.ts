import { webCryptography as cryptography } from 'everlearned/crypto'
import { createAchievement, createAchievementCredential, signCredential } from 'everlearned/credential'
import { didWebDocument } from 'everlearned/did'
import { createMemoryWalletStorage, deriveWalletKeys, formatBackup, saveRecord, seedLength } from 'everlearned/holder'
import { encodeBase64url } from 'everlearned/encoding'
import { ed25519Jwk } from 'everlearned/crypto'

const issuer = 'did:web:college.example:orgs:college'

/** A backup of a wallet that holds so many signed records of different names, each as large as a real one with all that goes along. */
export async function backupOfMany(count: number, passphrase: string): Promise<string> {
  const seed = new Uint8Array(seedLength).fill(7)
  const storage = createMemoryWalletStorage()
  const context = { keys: await deriveWalletKeys(seed), storage, cryptography }
  const signingKey = await cryptography.importSigningKey(ed25519Jwk(new Uint8Array(32).fill(1)))
  const documents = { [issuer]: didWebDocument(issuer, [{ fragment: 'key-1', publicKey: signingKey.publicKey, isRetired: false }]) }
  for (let index = 0; index < count; index += 1) {
    const validFrom = new Date(Date.UTC(2006 + (index % 20), index % 12, 1 + (index % 28)))
    const credential = await signCredential(createAchievementCredential({
      id: `urn:uuid:6f2f2c1e-8a50-4d0c-9a53-${String(index).padStart(12, '0')}`, issuer: { id: issuer, name: 'Riverside College' }, subject: { did: 'did:key:z6MkerP4BE4iz4ropTvisfwG4JN39BDeBUv6rZWbAi8SbGQg' }, validFrom,
      achievement: createAchievement({
        id: `urn:uuid:1f6a1d6f-8a50-4d0c-9a53-${String(index).padStart(12, '0')}`, name: `Course ${index + 1}: moving goods`,
        description: 'Plans, moves and accounts for goods across a supply chain. '.repeat(3), criteria: { narrative: 'Four courses passed and a capstone plan defended before two assessors. '.repeat(3) },
      }),
    }), { signingKey, verificationMethod: `${issuer}#key-1`, created: validFrom, cryptography })
    const nonce = encodeBase64url(new Uint8Array(32).fill(index))
    await saveRecord({
      id: index.toString(16).padStart(32, '0'), credential: JSON.stringify(credential), nonce, logs: ['log.example+00000000+AAAA'], status: {}, documents, addedAt: validFrom.toISOString(), origin: 'https://college.example',
      ledgerProof: { type: 'LedgerProof', nonce, batchIndex: index, batchPath: Array.from({ length: 12 }, () => nonce), entry: encodeBase64url(new Uint8Array(180)), proof: `c2sp.org/tlog-proof@v1\n${`${nonce}\n`.repeat(24)}` },
    }, context)
  }
  return formatBackup({ seed, passphrase, storage, cryptography, now: new Date() })
}
