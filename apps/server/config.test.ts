import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseConfig } from './config.ts'

describe('parseConfig()', () => {
  it('has a safe default for everything', () => {
    expect(parseConfig([], {})).toMatchObject({
      host: 'localhost', port: 4000, walletPort: 4001, publicBaseUrl: 'http://localhost:4000', walletBaseUrl: 'http://localhost:4001',
      rehearsal: true, trustedProxies: 0, tls: undefined, metricsToken: undefined, databaseUrl: expect.stringMatching(/^embedded:.*data\/postgres$/), keyFile: expect.stringMatching(/data\.key$/),
    })
  })

  it('takes the command line over the environment, and an empty variable for none', () => {
    const config = parseConfig(['--port', '5000'], { LER_PORT: '6000', LER_WALLET_PORT: '6001', LER_METRICS_TOKEN: '', DATABASE_URL: '' })
    expect(config).toMatchObject({ port: 5_000, walletPort: 6_001, metricsToken: undefined, databaseUrl: expect.stringContaining('embedded:') })
  })

  it('leaves rehearsal with a public https address only', () => {
    const base = (url: string): boolean => parseConfig(['--public-base-url', url, '--wallet-base-url', 'https://wallet.example'], {}).rehearsal
    expect(base('https://node.college.example')).toBe(false)
    expect(base('https://localhost:4000')).toBe(true)
    expect(base('https://127.0.0.1')).toBe(true)
    expect(base('https://[::1]:4000')).toBe(true)
    expect(parseConfig(['--public-base-url', 'https://NODE.example:443/'], {}).publicBaseUrl).toBe('https://node.example')
  })

  it.each([
    ['--port', '0'], ['--port', '65536'], ['--port', '80a'], ['--public-base-url', 'node.example'], ['--public-base-url', 'ftp://node.example'],
    ['--public-base-url', 'http://node.example'], ['--public-base-url', 'https://node.example/path'], ['--public-base-url', 'https://user@node.example'],
    ['--wallet-base-url', 'http://localhost:4000'], ['--log-level', 'loud'], ['--trusted-proxies', 'all'], ['--tls-cert', '/nowhere'],
  ])('refuses %s %s', (flag, value) => {
    expect(() => parseConfig([flag, value], {})).toThrow(expect.objectContaining({ code: 'config/invalid' }))
  })

  it('opens the VC-API on this machine alone', () => {
    const open = (env: NodeJS.ProcessEnv, ...argv: readonly string[]): boolean => parseConfig(argv, env).vcApiOpen
    expect([open({}), open({ VC_API_OPEN: '0' }), open({ VC_API_OPEN: 'true' }), open({ VC_API_OPEN: '1' }), open({ VC_API_OPEN: '1' }, '--host', '127.0.0.1'), open({ VC_API_OPEN: '1' }, '--host', '::1')]).toEqual([false, false, false, true, true, true])
    for (const host of ['0.0.0.0', '::', '192.168.1.5', 'node.example', '']) expect(() => open({ VC_API_OPEN: '1' }, '--host', host)).toThrow(expect.objectContaining({ code: 'config/invalid' }))
  })

  it('takes the public address by its short name, unless the long one is there', () => {
    expect(parseConfig([], { PUBLIC_BASE_URL: 'https://localhost:8443' }).publicBaseUrl).toBe('https://localhost:8443')
    expect(parseConfig([], { PUBLIC_BASE_URL: 'https://one.example', LER_PUBLIC_BASE_URL: 'https://two.example' }).publicBaseUrl).toBe('https://two.example')
  })

  it('reads the operator\'s documents, and refuses a file that holds none', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ler-config-'))
    const file = (text: string): string => {
      writeFileSync(join(folder, 'documents.json'), text)
      return join(folder, 'documents.json')
    }
    const read = (path: string): unknown => parseConfig([], { STATIC_DOCUMENTS: path }).staticDocuments
    expect(read(file('{"did:web:one.example":{"id":"did:web:one.example"}}'))).toEqual({ 'did:web:one.example': { id: 'did:web:one.example' } })
    for (const text of ['', '[]', '{', '"text"']) expect(() => read(file(text))).toThrow(expect.objectContaining({ code: 'config/invalid' }))
    expect(() => read(join(folder, 'missing.json'))).toThrow(expect.objectContaining({ code: 'config/invalid' }))
  })

  it('reads origins to fetch from', () => {
    expect(parseConfig([], { LER_FETCH_ORIGINS: 'https://one.example, https://127.0.0.1:8443' }).fetchOrigins).toEqual(['https://one.example', 'https://127.0.0.1:8443'])
    for (const text of ['http://one.example', 'https://one.example/path', 'word']) expect(() => parseConfig([], { LER_FETCH_ORIGINS: text })).toThrow(expect.objectContaining({ code: 'config/invalid' }))
  })

  it('reads where the log is kept, and never repeats the secret of a bucket', () => {
    const env = { LER_LEDGER_DATABASE_URL: 'postgres://db/ledger', LER_LEDGER_S3_URL: 'https://key:s%2Fcret@s3.example/logs/college/?region=eu-1' }
    expect(parseConfig([], env)).toMatchObject({
      ledgerDatabaseUrl: 'postgres://db/ledger',
      ledgerBucket: { endpoint: 'https://s3.example', bucket: 'logs', prefix: 'college/', region: 'eu-1', accessKeyId: 'key', secretAccessKey: 's/cret' },
    })
    expect(parseConfig([], {})).toMatchObject({ ledgerDatabaseUrl: undefined, ledgerBucket: undefined })
    for (const url of ['https://s3.example/logs/', 'https://key:secret@s3.example/', 'https://key:secret@s3.example/logs/../x/', 'word']) {
      expect(() => parseConfig([], { ...env, LER_LEDGER_S3_URL: url })).toThrow(expect.objectContaining({ code: 'config/invalid', message: expect.not.stringContaining('secret@') }))
    }
    expect(() => parseConfig([], { LER_LEDGER_S3_URL: env.LER_LEDGER_S3_URL })).toThrow(expect.objectContaining({ code: 'config/invalid' }))
  })

  it('reads which nodes to follow, and reaches them', () => {
    const config = parseConfig(['--join', 'https://one.example,http://localhost:4100/ledger', '--role', 'mirror'], { LER_NETWORK_ORIGINS: 'https://two.example' })
    expect(config.join).toEqual({ urls: ['https://one.example', 'http://localhost:4100/ledger'], role: 'mirror' })
    expect(config.networkOrigins).toEqual(['https://two.example', 'https://one.example', 'http://localhost:4100'])
    expect(parseConfig([], {}).join).toEqual({ urls: [], role: 'validator' })
    for (const flags of [['--join', 'one.example'], ['--join', 'http://one.example'], ['--role', 'monitor']]) expect(() => parseConfig(flags, {})).toThrow(expect.objectContaining({ code: 'config/invalid' }))
  })

  it.each([['--nothing'], ['--nothing', 'x'], ['word'], ['--port']])('refuses %s', (...argv) => {
    expect(() => parseConfig(argv, {})).toThrow(expect.objectContaining({ code: 'config/unknown-flag' }))
  })
})
