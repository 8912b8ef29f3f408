import { describe, expect, it } from 'vitest'
import { encodeHex } from '../encoding/hex.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { cosign, formatCosignerKey } from '../ledger/cosignature.ts'
import { memoryLogStorage } from '../ledger/memory-log-storage.ts'
import { parseCheckpoint } from '../ledger/checkpoint.ts'
import { formatNote } from '../ledger/note.ts'
import { openLog } from '../ledger/open-log.ts'
import { parsePolicy } from '../ledger/policy.ts'
import { formatTlogProof, parseTlogProof } from '../ledger/tlog-proof.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { charterOf, didOf, keyOf, mustBeTaken, Network, origin, policyText, seatsOf, signedBy } from './_network.ts'
import { formatArchiveProof } from './archive-proof.ts'
import { parseBuildManifest } from './build-manifest.ts'
import { verifyBuildProof } from './build-proof.ts'
import type { Archive } from './payloads.ts'

const digestOf = (text: string): string => encodeHex(cryptography.sha256(encodeUtf8(text)))
const file = { sha256: digestOf('file'), size: 4 }
const manifest = encodeUtf8(JSON.stringify({ type: 'EverlearnedBuild', version: '0.1.0', files: { '/index.html': file, '/assets/page-x.js': file } }))
const build = { issuer: didOf('operator'), sequence: 0, kind: 'build', id: 'https://wallet.example/build.json', digest: encodeHex(cryptography.sha256(manifest)) } as const satisfies Archive

describe('an entry that says what a node serves to wallets', () => {
  it('is taken from who runs the log, and from nobody else', async () => {
    const network = new Network()
    await network.begin('one')
    expect(await network.say({ type: 'archive', payload: { ...build, issuer: didOf('one') } }, ['one'])).toMatchObject({ ok: false, code: 'trust/not-entitled' })
    expect(await network.say({ type: 'archive', payload: build }, ['one'])).toMatchObject({ ok: false, code: 'trust/key-not-in-force' })
    expect(await network.say({ type: 'archive', payload: build }, ['operator'])).toEqual({ ok: true })
  })

  it('means nothing before all sectors agreed on version 3 of the rules, under which validators of before wait', async () => {
    const network = new Network()
    mustBeTaken(await network.say({ type: 'charter', payload: await charterOf({ rules: 2 }) }, seatsOf()))
    expect(await network.say({ type: 'archive', payload: build }, ['operator'])).toMatchObject({ ok: false, code: 'trust/rules-too-old' })
    mustBeTaken(await network.say({ type: 'rules', payload: { sequence: 0, version: 3 } }, seatsOf()))
    expect(await network.say({ type: 'archive', payload: build }, ['operator'])).toEqual({ ok: true })
  })
})

describe('a manifest', () => {
  it.each([
    ['no JSON', '{'], ['another type', '{"type":"Zip"}'], ['an unknown member', JSON.stringify({ ...JSON.parse(new TextDecoder().decode(manifest)), more: 1 })],
    ...['/../x', 'x', '//host/x', '/a?b', '/.vite/x', '/%2e', `/${'a'.repeat(500)}`].map((path) => [`the address ${path.slice(0, 12)}`, JSON.stringify({ type: 'EverlearnedBuild', version: '1', files: { [path]: file } })]),
    ['a digest of another kind', JSON.stringify({ type: 'EverlearnedBuild', version: '1', files: { '/x': { ...file, sha256: 'AB' } } })],
    ['a file as large as a disk', JSON.stringify({ type: 'EverlearnedBuild', version: '1', files: { '/x': { ...file, size: 1e12 } } })],
    ['no end', 'x'.repeat(600_000)],
  ])('with %s is refused', (_what, text) => {
    expect(() => parseBuildManifest(encodeUtf8(text ?? ''))).toThrow('Cannot read build')
  })

  it('names every file with digest and size', () => {
    expect(parseBuildManifest(manifest).files['/index.html']).toEqual(file)
  })
})

describe('the proof that a build is recorded', async () => {
  const log = await openLog(memoryLogStorage(), { origin, signingKey: await keyOf('log'), cryptography })
  const [entry, other] = await Promise.all([build, { ...build, kind: 'achievement' as const }].map((payload) => signedBy({ type: 'archive', payload }, ['operator'])))
  if (entry === undefined || other === undefined) throw new Error('no entries')
  await log.append([await signedBy({ type: 'charter', payload: await charterOf() }, seatsOf()), entry, other])
  const alone = { verifierKey: log.verifierKey, policy: null, cryptography }
  const proof = formatArchiveProof({ entry, proof: await log.tlogProof(1) })

  it('leads from the bytes of its manifest to the log that was noted', async () => {
    expect(await verifyBuildProof(proof, manifest, alone)).toEqual({ index: 1 })
    expect(await verifyBuildProof(proof, manifest, { ...alone, policy: 'quorum none\n' })).toEqual({ index: 1 })
  })

  it('is none for other bytes, for another kind of entry, or when it is no proof', async () => {
    expect(await verifyBuildProof(proof, encodeUtf8('other'), alone)).toEqual({ code: 'trust/build-not-recorded' })
    expect(await verifyBuildProof(formatArchiveProof({ entry: other, proof: await log.tlogProof(2) }), manifest, alone)).toEqual({ code: 'trust/build-not-recorded' })
    for (const wrong of [undefined, {}, { ...proof, entry: 'x' }, { ...proof, proof: await log.tlogProof(2) }]) expect(await verifyBuildProof(wrong, manifest, alone)).toEqual({ code: 'trust/build-proof-wrong' })
  })

  it('is none under the key of another log, also where that log calls itself the same', async () => {
    const thief = await openLog(memoryLogStorage(), { origin, signingKey: await keyOf('thief'), cryptography })
    await thief.append([entry])
    expect(await verifyBuildProof(formatArchiveProof({ entry, proof: await thief.tlogProof(0) }), manifest, alone)).toEqual({ code: 'trust/build-other-log' })
  })

  it('is none without the cosigners that the policy of the first visit asks for: the log alone could show it to one person only', async () => {
    const policy = await policyText()
    const cosigned = { ...alone, policy }
    expect(await verifyBuildProof(proof, manifest, cosigned)).toEqual({ code: 'trust/build-not-final' })
    const { note } = log.checkpoint
    const lines = await Promise.all(parsePolicy(policy, cryptography.sha256).witnesses.map(async ({ name, key }) => (
      cosign(log.checkpoint, { name: formatCosignerKey(key).split('+')[0] ?? '', key: await keyOf(`${name}-cosigner`), seconds: 1_800_000_000 }, cryptography)
    )))
    const checkpoint = parseCheckpoint(formatNote({ ...note, signatures: [...note.signatures, ...lines] }))
    const final = formatTlogProof({ ...parseTlogProof(await log.tlogProof(1)), checkpoint })
    expect(await verifyBuildProof({ ...proof, proof: final }, manifest, cosigned)).toEqual({ index: 1 })
  })
})
