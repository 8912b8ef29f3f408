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

  it.each([['--nothing'], ['--nothing', 'x'], ['word'], ['--port']])('refuses %s', (...argv) => {
    expect(() => parseConfig(argv, {})).toThrow(expect.objectContaining({ code: 'config/unknown-flag' }))
  })
})
