import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLog, type TransparencyLog } from 'everlearned/ledger'
import { fileLogStorage, nativeCryptography as cryptography } from 'everlearned/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** Where Debian's golang-golang-x-mod-dev puts its sources; no module is ever fetched. */
const goPath = process.env['LER_GOPATH'] ?? '/usr/share/gocode'
const hasGo = existsSync(join(goPath, 'src/golang.org/x/mod/sumdb/tlog')) && spawnSync('go', ['version']).status === 0
const indexes = [0, 1, 255, 256, 257, 4_095, 65_535, 65_536, 66_000, 66_011]

const folder = mkdtempSync(join(tmpdir(), 'log-for-go-'))
let log: TransparencyLog

function check(): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  return spawnSync(join(folder, 'check'), [join(folder, 'log'), log.verifierKey, ...indexes.map(String)], { encoding: 'utf8' })
}

const joined = (hashes: readonly Uint8Array[]): string => hashes.map((hash) => Buffer.from(hash).toString('base64')).join(',')

describe.skipIf(!hasGo)("Go's golang.org/x/mod/sumdb", () => {
  beforeAll(async () => {
    execFileSync('go', ['build', '-o', join(folder, 'check'), join(import.meta.dirname, 'main.go')], {
      env: { ...process.env, GO111MODULE: 'off', GOPATH: goPath, GOFLAGS: '', GOPROXY: 'off', GOCACHE: join(folder, 'cache') },
    })
    const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
    log = await openLog(await fileLogStorage(join(folder, 'log')), { origin: 'college.example/ledger', signingKey, cryptography })
    for (const count of [1, 300, 3_699, 62_011, 1]) await log.append(Array.from({ length: count }, () => cryptography.randomBytes(1 + (count % 90))))
  })
  afterAll(async () => {
    await log.close()
    rmSync(folder, { recursive: true })
  })

  it('finds the signature, the root, every tile and every proof to be what it computes itself', async () => {
    const { status, stdout, stderr } = check()
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const { size, root } = log.checkpoint
    const proofs = await Promise.all(indexes.map(async (index) => [
      `inclusion ${index} ${joined(await log.inclusionProof(index))}`, `consistency ${index + 1} ${joined(await log.consistencyProof(index + 1))}`,
    ]))
    expect(size).toBe(66_012)
    expect(stdout.trimEnd().split('\n').map((line) => line.trimEnd())).toEqual([`checkpoint ${size} ${Buffer.from(root).toString('base64')}`, 'tiles 261', ...proofs.flat().map((line) => line.trimEnd())])
  })

  it('refuses an altered entry, an altered tile and another key, each for its own reason', () => {
    for (const [path, reason] of [['tile/entries/003', 'do not hash to the root'], ['tile/0/100', 'tile/0/100 differs'], ['checkpoint', 'no verifiable signatures|invalid signature|malformed']] as const) {
      const file = join(folder, 'log', path)
      const bytes = readFileSync(file)
      const altered = Buffer.from(bytes)
      altered[40] = (altered[40] ?? 0) ^ 1
      writeFileSync(file, altered)
      const { status, stderr } = check()
      expect({ path, status }).toEqual({ path, status: 1 })
      expect(stderr).toMatch(new RegExp(reason))
      writeFileSync(file, bytes)
    }
    expect(check().status).toBe(0)
  })
})
