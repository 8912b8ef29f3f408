import { describe, expect, it } from 'vitest'
import { deriveSdJwt } from '../credential/sd-jwt/derive-sd-jwt.ts'
import { issueSdJwt } from '../credential/sd-jwt/issue-sd-jwt.ts'
import { flattenSdJwt, parseSdJwt } from '../credential/sd-jwt/parse-sd-jwt.ts'
import { publicKeyToJwk } from '../crypto/public-key.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { memoryLogStorage } from '../ledger/memory-log-storage.ts'
import { openLog } from '../ledger/open-log.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { batchPath, buildBatchTree } from '../trust/batch-tree.ts'
import { commit } from '../trust/commitment.ts'
import { formatLedgerProof } from '../trust/ledger-proof.ts'
import { sealBatch } from '../trust/seal-batch.ts'
import { trustNobody } from './policy.ts'
import { findingOf } from './report.ts'
import { verify } from './verify.ts'

const now = new Date('2026-11-21T12:00:00Z')
const issuerKey = await cryptography.importSigningKey(await cryptography.generateKey('P-256'))
const holderKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const issuer = didKey(issuerKey.publicKey)
const signing = { signingKey: issuerKey, verificationMethod: didKeyVerificationMethod(issuerKey.publicKey), cryptography }

const diploma = (degree: string): Promise<string> => issueSdJwt({
  claims: { vct: 'urn:education:diploma:1', iss: issuer, sub: didKey(holderKey.publicKey), degree, year: 1987, cnf: { jwk: { ...publicKeyToJwk(holderKey.publicKey) } } }, hidden: [['degree'], ['year']],
  header: { typ: 'dc+sd-jwt', kid: signing.verificationMethod },
}, signing)

async function record(token: string): Promise<{ readonly proof: JsonObject; readonly log: string }> {
  const nonce = cryptography.randomBytes(32)
  const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
  const log = await openLog(memoryLogStorage(), { origin: 'college.example/ledger', signingKey, cryptography })
  const batch = await sealBatch([commit(parseSdJwt(token).message.tokenBytes, nonce, cryptography.sha256)], { issuer: null, scope: 'education', isOverdue: true, origin: log.checkpoint.origin, signer: signingKey, cryptography })
  const { indexes: [index = 0] } = await log.append([batch.entry])
  const [batchIndex = 0] = batch.positions
  const path = batchPath(buildBatchTree(batch.leaves, cryptography.sha256), batchIndex)
  return { proof: { ...formatLedgerProof({ nonce, batchIndex, batchPath: path, entry: batch.entry, proof: await log.tlogProof(index) }) }, log: log.verifierKey }
}

describe('the ledger proof of an SD-JWT in its unprotected header', () => {
  it('holds for every choice of what is shown, with the holder\'s own token too, and for no other credential', async () => {
    const token = await diploma('BSc')
    const { proof, log } = await record(token)
    const keyBinding = { signingKey: holderKey, nonce: 'n-1', audience: 'https://verifier.example', now }
    const shown = [token, await deriveSdJwt(token, { pointers: ['/degree'] }, cryptography), await deriveSdJwt(token, { pointers: ['/year'], keyBinding }, cryptography)]
    const judge = async (text: string) => {
      const { reports: [report] } = await verify(encodeUtf8(JSON.stringify(flattenSdJwt(text, proof))), { cryptography, now, documents: {}, trust: { ...trustNobody, logs: [log] } })
      return report === undefined ? undefined : { proof: findingOf(report, 'proof').outcome, ledger: findingOf(report, 'ledger-inclusion') }
    }
    for (const text of shown) expect(await judge(text)).toMatchObject({ proof: 'passed', ledger: { outcome: 'passed' } })
    expect(await judge(await diploma('BA'))).toMatchObject({ proof: 'passed', ledger: { outcome: 'failed', code: 'ledger-inclusion/commitment-not-in-batch' } })
  })

  it.each([['a text', 'nonsense'], ['a list', []], ['null', null], ['an empty object', {}]])('is not believed when it is %s', async (_, proof) => {
    const flattened = { ...flattenSdJwt(await diploma('BSc'), {}), header: { disclosures: [], ledger_proof: proof } }
    const { reports: [report] } = await verify(encodeUtf8(JSON.stringify(flattened)), { cryptography, now, documents: {}, trust: trustNobody })
    expect(report && findingOf(report, 'ledger-inclusion').outcome).not.toBe('passed')
  })
})
