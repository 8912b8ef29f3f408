import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDocumentFetch, createGuardedFetch, guardedFetch } from './guarded-fetch.ts'
import { isPublicAddress } from './public-address.ts'

const server = createServer((request, response) => {
  switch (request.url) {
    case '/json': response.end('{"id":1}'); break
    case '/away': response.writeHead(302, { location: 'http://127.0.0.1:1/secret' }).end(); break
    case '/loop': response.writeHead(302, { location: '/loop' }).end(); break
    case '/near': response.writeHead(307, { location: '/json' }).end(); break
    case '/big': response.end('x'.repeat(2_000)); break
    case '/slow': response.write('{'); break
    case '/twice': response.end('{"id":1,"id":2}'); break
    case '/text': response.end('hello'); break
    case '/odd': response.writeHead(999).end(); break
    default: response.writeHead(404).end()
  }
})
let origin = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const limits = (): { readonly allowedOrigins: readonly string[]; readonly maxBytes: number; readonly timeoutSeconds: number } => ({ allowedOrigins: [origin], maxBytes: 1_000, timeoutSeconds: 0.5 })

describe('guardedFetch()', () => {
  it('fetches from an origin that is allowed, through redirects within it', async () => {
    expect(await createDocumentFetch(limits())(`${origin}/json`)).toEqual({ id: 1 })
    expect(await createDocumentFetch(limits())(`${origin}/near`)).toEqual({ id: 1 })
  })

  it.each([
    'http://example.com/', 'https://127.0.0.1/', 'https://[::1]/', 'https://10.0.0.1/', 'https://169.254.169.254/latest/meta-data', 'https://0x7f000001/', 'https://2130706433/',
    'https://[::ffff:127.0.0.1]/', 'https://localhost/', 'https://user:password@example.com/', 'file:///etc/passwd', 'ftp://example.com', 'nonsense',
  ])('refuses %s before anything is sent', async (url) => {
    await expect(guardedFetch(url)).rejects.toMatchObject({ code: 'fetch/refused' })
  })

  it.each([['/away', 'fetch/refused'], ['/loop', 'fetch/refused'], ['/big', 'fetch/too-large'], ['/slow', 'fetch/too-slow'], ['/none', 'fetch/unavailable']])('%s: %s', async (path, code) => {
    await expect(guardedFetch(origin + path, limits())).rejects.toMatchObject({ code })
  })

  it('refuses an answer that is not JSON where JSON is wanted, and a machine that is off', async () => {
    for (const path of ['/text', '/twice']) await expect(createDocumentFetch(limits())(origin + path)).rejects.toMatchObject({ code: 'fetch/not-json' })
    await expect(guardedFetch('http://127.0.0.1:1/', { allowedOrigins: ['http://127.0.0.1:1'] })).rejects.toMatchObject({ code: 'fetch/unavailable' })
  })

  it('never names the address in its errors', async () => {
    await expect(guardedFetch('https://localhost/?email=ana@example.edu')).rejects.not.toThrow(/ana/)
  })
})

describe('createGuardedFetch()', () => {
  it('answers with any status, and follows nothing', async () => {
    const fetched = (path: string): Promise<Response> => createGuardedFetch(limits())(origin + path, { headers: { accept: 'application/json' } })
    expect(await (await fetched('/json')).json()).toEqual({ id: 1 })
    expect((await fetched('/none')).status).toBe(404)
    expect((await fetched('/near')).status).toBe(307)
    await expect(fetched('/big')).rejects.toMatchObject({ code: 'fetch/too-large' })
    await expect(fetched('/slow')).rejects.toMatchObject({ code: 'fetch/too-slow' })
  })

  it('takes a status that there is not for no answer, and not for a fault of this machine', async () => {
    await expect(createGuardedFetch(limits())(`${origin}/odd`)).rejects.toMatchObject({ code: 'fetch/unavailable' })
  })

  it('guards like the other', async () => {
    await expect(createGuardedFetch()('https://127.0.0.1/', { headers: {} })).rejects.toMatchObject({ code: 'fetch/refused' })
  })
})

describe('isPublicAddress()', () => {
  it.each(['8.8.8.8', '1.1.1.1', '2606:4700::1111'])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })

  it.each(['127.0.0.1', '0.0.0.0', '10.1.2.3', '100.64.0.1', '169.254.1.1', '172.31.0.1', '192.168.1.1', '224.0.0.1', '255.255.255.255', '::', '::1', '::ffff:8.8.8.8', 'fe80::1', 'fd00::1', 'ff02::1', '64:ff9b::a00:1', '2002:a00:1::', 'words'])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })
})
