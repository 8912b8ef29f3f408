import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeMultikey, type SigningKey } from 'everlearned/crypto'
import { encodeHex } from 'everlearned/encoding'
import { cosign, cosignerKeyOf, formatCosignerKey, formatNote, formatPolicy, formatTlogProof, openLog, parseTlogProof, type Policy } from 'everlearned/ledger'
import { fileLogStorage, nativeCryptography as cryptography } from 'everlearned/node'
import { signEntry, type Statement } from 'everlearned/trust'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newSigningKey, operatorOrigin, TestOperator } from './test-operator.ts'
import { UnavailableError, UsageError, type Ending } from './command.ts'
import { ledger } from './commands/ledger.ts'

const folder = mkdtempSync(join(tmpdir(), 'ledger-'))
const at = (name: string): string => join(folder, name)
let operator: TestOperator
beforeAll(async () => {
  operator = await TestOperator.start({ log: await newSigningKey(), operator: await newSigningKey() })
  await operator.grow(5)
  await operator.publish()
})
afterAll(async () => {
  await operator.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** What a command printed, as JSON, with how it ended. */
async function run(...args: readonly string[]): Promise<Readonly<Record<string, unknown>> & { readonly ending: Ending }> {
  let printed = ''
  const ending = await ledger.run([...args, '--json'], { print: (text) => (printed += text), tell: () => undefined, isTerminal: false, now: new Date(0), root: folder })
  return { ...(JSON.parse(printed) as Readonly<Record<string, unknown>>), ending }
}

describe('ler ledger append', () => {
  it('answers the place of each entry, or the rule that refuses it', async () => {
    writeFileSync(at('good'), await operator.batch())
    writeFileSync(at('stranger'), await operator.batch('did:web:stranger.example'))
    writeFileSync(at('noise'), 'noise')
    const { size } = operator.log.checkpoint
    expect(await run('append', at('good'), '--log', operator.url)).toEqual({ ending: 'done', entries: [{ file: at('good'), index: size }] })
    expect(await run('append', at('stranger'), at('noise'), '--log', operator.url)).toMatchObject({
      ending: 'failed', entries: [{ code: 'trust/not-registered', reason: 'a participant is not registered' }, { code: 'trust/entry-malformed' }],
    })
    await expect(run('append', at('good'), '--log', 'http://127.0.0.1:1/ledger')).rejects.toThrow(UnavailableError)
    await expect(run('append', at('good'))).rejects.toThrow(UsageError)
  })
})

describe('ler ledger prove and verify', () => {
  it('proves an entry from the published files, and verifies it offline under a policy', async () => {
    const keys = [await newSigningKey(), await newSigningKey()]
    const names = ['one.example', 'two.example']
    const key = (position: number): SigningKey => keys[position] ?? operator.keys.log
    const policy: Policy = {
      logs: [], witnesses: names.map((name, position) => ({ name, key: cosignerKeyOf(name, key(position).publicKey, cryptography.sha256) })),
      groups: [{ name: 'both', threshold: 2, members: names }], quorum: 'both',
    }
    writeFileSync(at('policy'), formatPolicy(policy))
    writeFileSync(at('log.key'), operator.log.verifierKey)
    const made = await run('prove', '2', '--log', operator.url, '--out', at('two.proof'))
    expect(made).toMatchObject({ ending: 'done', index: 2 })
    const verify = (...args: readonly string[]): ReturnType<typeof run> => run('verify', at('two.proof'), '--policy', at('policy'), ...args)
    expect(await verify('--key', at('log.key'))).toMatchObject({ ending: 'unknown', outcome: 'unknown', code: 'ledger/not-final', missing: names })

    const proof = parseTlogProof(String(made['proof']))
    const signed = async (signers: readonly SigningKey[]): Promise<void> => {
      const lines = await Promise.all(signers.map((signer, position) => cosign(proof.checkpoint, { name: names[position] ?? '', key: signer, seconds: 1_700_000_000 }, cryptography)))
      const { note } = proof.checkpoint
      const checkpoint = { ...proof.checkpoint, text: formatNote({ text: note.text, signatures: [...note.signatures, ...lines] }) }
      writeFileSync(at('two.proof'), formatTlogProof({ ...proof, checkpoint }))
    }
    await signed(keys)
    const at2023 = { name: 'one.example', at: '2023-11-14T22:13:20.000Z' }
    expect(await verify('--key', at('log.key'))).toMatchObject({ ending: 'done', outcome: 'passed', origin: operatorOrigin, index: 2, isFinal: true, cosigners: [at2023, {}], missing: [] })
    writeFileSync(at('other'), 'another entry')
    expect(await verify('--key', at('log.key'), '--entry', at('other'))).toMatchObject({ ending: 'failed', code: 'ledger/entry-not-included' })
    await expect(verify()).rejects.toThrow(UsageError)
    await signed([key(0), key(0)])
    expect(await verify('--key', at('log.key'))).toMatchObject({ ending: 'unknown', missing: ['two.example'] })
    const stranger = await TestOperator.start({ log: await newSigningKey(), operator: await newSigningKey() })
    await signed(keys)
    expect(await verify('--key', stranger.log.verifierKey)).toMatchObject({ ending: 'failed', code: 'ledger/checkpoint-signature-invalid' })
    await stranger.stop()
  })
})

describe('ler ledger mirror and audit', () => {
  it('copies a log into a folder that passes its audit by itself, and goes on', async () => {
    await operator.publish()
    expect(await run('mirror', operator.url, '--data', at('copy'))).toMatchObject({ ending: 'done', origin: operatorOrigin, size: operator.log.checkpoint.size, state: 'current' })
    await operator.grow(300)
    await operator.publish()
    expect(await run('mirror', operator.url, '--data', at('copy'))).toMatchObject({ ending: 'done', size: operator.log.checkpoint.size })
    expect(await run('audit', at('copy'))).toMatchObject({ ending: 'done', outcome: 'passed', size: operator.log.checkpoint.size, key: operator.log.verifierKey })
    expect(existsSync(at('copy/lock'))).toBe(false)
    await expect(run('mirror', 'http://127.0.0.1:1/ledger', '--data', at('nothing'))).rejects.toThrow(UnavailableError)
  })

  it('finds the entry that breaks the rules, which no tile tells', async () => {
    const wrong = await TestOperator.start({ log: await newSigningKey(), operator: await newSigningKey() })
    await wrong.grow(3)
    await wrong.log.append([await wrong.batch('did:web:stranger.example'), await wrong.batch()])
    const findings = [{ code: 'trust/not-registered', path: 'tile/entries/000.p/6', index: 4, reason: 'the entry does not follow the rules' }]
    await wrong.publish()
    expect(await run('audit', wrong.url)).toMatchObject({ ending: 'failed', outcome: 'failed', size: 6, findings })
    await wrong.stop()
  })

  it('judges a log that follows a registry only with that registry', async () => {
    const [signer, logKey] = [await newSigningKey(), await newSigningKey()]
    const origin = 'runner.example/ledger'
    const log = await openLog(await fileLogStorage(at('follower')), { origin, signingKey: logKey, cryptography })
    const did = 'did:web:registry.example'
    const say = (statement: Statement, signers: readonly SigningKey[]): Promise<Uint8Array<ArrayBuffer>> => signEntry(statement, { origin, signers })
    await operator.publish()
    const sync = { operator: did, sequence: 0, origin: operatorOrigin, checkpoint: operator.final.text }
    await log.append([await say({ type: 'regsync', payload: sync }, [operator.keys.operator]), await say({ type: 'batch', payload: { issuer: null, scope: 'education', size: 64, root: cryptography.randomBytes(32) } }, [operator.keys.operator])])
    writeFileSync(at('follower/key'), log.verifierKey)
    expect(await run('audit', at('follower'))).toMatchObject({ ending: 'unknown', outcome: 'unknown', code: 'trust/registry-unknown', index: 0, findings: [] })
    await run('mirror', operator.url, '--data', at('copy'))
    expect(await run('audit', at('follower'), '--registry', at('copy'))).toMatchObject({ ending: 'done', outcome: 'passed', size: 2 })
    await log.append([await say({ type: 'batch', payload: { issuer: null, scope: 'education', size: 64, root: cryptography.randomBytes(32) } }, [signer])])
    expect(await run('audit', at('follower'), '--registry', at('copy'))).toMatchObject({ ending: 'failed', findings: [{ code: 'trust/key-not-in-force', index: 2 }] })
    await log.close()
  })
})

describe('ler ledger policy', () => {
  it('tells a policy that two quorums could split from one that is safe', async () => {
    const names = ['a', 'b', 'c', 'd', 'e']
    const witnesses = await Promise.all(names.map(async (name) => ({ name, key: cosignerKeyOf(`${name}.example`, (await newSigningKey()).publicKey, cryptography.sha256) })))
    const policyOf = (threshold: number): string => formatPolicy({ logs: [], witnesses, groups: [{ name: 'all', threshold, members: names }], quorum: 'all' })
    writeFileSync(at('three'), policyOf(3))
    writeFileSync(at('four'), policyOf(4))
    expect(await run('policy', 'lint', at('three'))).toMatchObject({ ending: 'failed', isAccepted: false, findings: [{ code: 'ledger/policy-overlap-too-small' }] })
    expect(await run('policy', 'lint', at('four'))).toMatchObject({ ending: 'done', members: { overlap: 3, mayLie: 2, mayBeDown: 1 } })
  })

  it('takes no draft with a signature that is wrong', async () => {
    const seat = { name: 'College', sector: 'education', seat: encodeMultikey(operator.keys.operator.publicKey), url: 'https://college.example/ledger', cosigner: formatCosignerKey(cosignerKeyOf('college.example', (await newSigningKey()).publicKey, cryptography.sha256)) }
    writeFileSync(at('members.json'), JSON.stringify({ name: 'Network', members: [seat] }))
    expect(await run('policy', 'draft', '--members', at('members.json'), '--log', operator.url, '--out', at('draft'))).toMatchObject({ ending: 'done', signatures: 0 })
    const jwk = await cryptography.generateKey('Ed25519')
    writeFileSync(at('seat.json'), JSON.stringify(jwk))
    expect(await run('policy', 'sign', at('draft'), '--key', at('seat.json'))).toMatchObject({ signatures: 1 })
    const draft = readFileSync(at('draft'), 'utf8')
    expect(await run('policy', 'submit', at('draft'), operator.url)).toMatchObject({ ending: 'failed', code: 'trust/quorum-missing' })
    writeFileSync(at('draft'), draft.replace('"sequence": 0', '"sequence": 1'))
    await expect(run('policy', 'submit', at('draft'), operator.url)).rejects.toThrow('a signature is wrong')
    writeFileSync(at('members.json'), JSON.stringify({ name: 'Network', members: [{ ...seat, sector: 'church' }] }))
    await expect(run('policy', 'draft', '--members', at('members.json'), '--log', operator.url, '--out', at('draft'))).rejects.toThrow('Cannot read members')
  })

  it('drafts that a DID is given back, and that newer rules begin, for all sectors to sign', async () => {
    const draft = (...what: readonly string[]): ReturnType<typeof run> => run('policy', 'draft', ...what, '--log', operator.url, '--out', at('decision'))
    writeFileSync(at('any.json'), JSON.stringify(await cryptography.generateKey('Ed25519')))
    expect(await draft('--free', 'did:web:harvard.example')).toMatchObject({ ending: 'done', signatures: 0 })
    expect(JSON.parse(readFileSync(at('decision'), 'utf8'))).toMatchObject({ statement: 'withdraw', payload: { by: 'governance', target: 'registration', did: 'did:web:harvard.example' } })
    await run('policy', 'sign', at('decision'), '--key', at('any.json'))
    expect(await run('policy', 'submit', at('decision'), operator.url)).toMatchObject({ ending: 'failed', code: 'trust/target-unknown' })
    await draft('--rules', '2')
    await run('policy', 'sign', at('decision'), '--key', at('any.json'))
    expect(await run('policy', 'submit', at('decision'), operator.url)).toMatchObject({ ending: 'failed', code: 'trust/quorum-missing' })
    await expect(draft('--rules', '99')).rejects.toThrow(UsageError)
  })
})

describe('ler ledger', () => {
  it('says which verbs there are', async () => {
    await expect(run('frobnicate')).rejects.toThrow(UsageError)
    await expect(run('constructor')).rejects.toThrow(UsageError)
    await expect(run('join', operator.url, '--role', 'king', '--data', at('king'))).rejects.toThrow(UsageError)
    await expect(run('join', operator.url, '--sector', 'church', '--data', at('king'))).rejects.toThrow(UsageError)
    await expect(run('join', 'http://127.0.0.1:1/ledger', '--data', at('king'))).rejects.toThrow(UnavailableError)
    expect(existsSync(at('king/lock'))).toBe(false)
  })
})

describe('ler ledger builds', () => {
  it('lists what a node recorded that it serves to wallets, and says of a build of one\'s own whether it is among them', async () => {
    expect(await run('builds', operator.url)).toEqual({ ending: 'done', builds: [] })
    const manifest = (version: string): string => JSON.stringify({ type: 'EverlearnedBuild', version, files: { '/index.html': { sha256: 'ab'.repeat(32), size: 1 } } })
    writeFileSync(at('build.json'), manifest('0.1.0'))
    writeFileSync(at('other.json'), manifest('0.2.0'))
    const digest = encodeHex(cryptography.sha256(readFileSync(at('build.json'))))
    const { registry } = operator.judged
    const issuer = registry.operator ?? ''
    const payload = { issuer, sequence: registry.sequences.get(issuer) ?? 0, kind: 'build', id: 'https://wallet.example/build.json', digest } as const
    expect(await operator.judged.submit({ entries: [await operator.sign({ type: 'archive', payload })] })).toMatchObject([{ ok: true }])
    await operator.publish()
    expect(await run('builds', operator.url, '--match', at('build.json'))).toMatchObject({ ending: 'done', recorded: true, builds: [{ digest, address: payload.id }] })
    expect(await run('builds', operator.url, '--match', at('other.json'))).toMatchObject({ ending: 'failed', recorded: false })
    await expect(run('builds')).rejects.toThrow(UsageError)
  })
})
