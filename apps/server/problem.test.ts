import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLog } from './log.ts'
import { addTestOwner, openTestNode, type TestNode, type TestOwner } from './open-test-node.ts'
import { faultOf, problemOf } from './problem.ts'
import { ServerError } from './server-error.ts'

describe('refusals', () => {
  let node: TestNode
  let owner: TestOwner
  beforeAll(async () => {
    node = await openTestNode()
    owner = await addTestOwner(node)
  })
  afterAll(() => node.close())

  it.each([
    ['an unknown address', { method: 'GET', url: '/api/nothing' }, 404, 'request/not-found'],
    ['an unknown page', { method: 'GET', url: '/wp-admin/index.php' }, 404, 'request/not-found'],
    ['an unknown address by POST', { method: 'POST', url: '/nothing' }, 404, 'request/not-found'],
    ['a wrong method', { method: 'DELETE', url: '/health' }, 405, 'request/method-not-allowed'],
    ['a wrong content type', { method: 'POST', url: '/api/session', headers: { 'content-type': 'application/xml' }, payload: '<a/>' }, 415, 'request/media-type-unsupported'],
    ['broken JSON', { method: 'POST', url: '/api/session', headers: { 'content-type': 'application/json' }, payload: '{"loginName":' }, 400, 'request/malformed'],
    ['an empty body', { method: 'POST', url: '/api/session', headers: { 'content-type': 'application/json' }, payload: '' }, 400, 'request/malformed'],
    ['a prototype in JSON', { method: 'POST', url: '/api/session', headers: { 'content-type': 'application/json' }, payload: '{"__proto__":{"x":1}}' }, 400, 'request/malformed'],
    ['an oversized body', { method: 'POST', url: '/api/session', headers: { 'content-type': 'application/json' }, payload: `"${'x'.repeat(300_000)}"` }, 413, 'request/too-large'],
    ['an address that is no UTF-8', { method: 'GET', url: '/orgs/%E0%A4%A/did.json' }, 400, 'request/malformed'],
  ] as const)('%s is answered with problem details', async (_title, request, status, code) => {
    const answer = await node.app.inject({ ...request })
    expect(answer.headers['content-type']).toBe('application/problem+json')
    expect(answer.json()).toMatchObject({ status, code, type: `/api-guide#${code}`, title: expect.any(String), detail: expect.any(String) })
    expect(answer.statusCode).toBe(status)
    expect(answer.body).not.toMatch(/node_modules|\n +at |FST_/)
  })

  it('names the methods that would do', async () => {
    expect((await node.app.inject({ method: 'DELETE', url: '/health' })).headers.allow).toBe('GET, HEAD')
    expect((await node.app.inject({ method: 'PATCH', url: '/api/session' })).headers.allow).toBe('POST, GET, DELETE, HEAD')
  })

  it('names each field that is wrong, and repeats no value', async () => {
    const answer = await owner.request({ method: 'POST', url: '/api/organisations', payload: { name: '', url: 'javascript:alert(1)' } })
    expect(answer.statusCode).toBe(400)
    expect(answer.json<{ errors: { field: string }[] }>().errors.map(({ field }) => field)).toEqual(['name', 'url'])
    expect(answer.body).not.toContain('alert(1)')
  })

  it('answers what is no HTTP at all', async () => {
    await node.app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = node.app.server.address() as AddressInfo
    const answerTo = (bytes: string): Promise<string> => new Promise((done, fail) => {
      let text = ''
      const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
      socket.on('data', (chunk) => { text += chunk.toString() }).on('close', () => done(text)).on('error', fail)
    })
    expect(await answerTo('SSH-2.0-OpenSSH_9.2\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 [^]*"code":"request\/malformed"/)
    expect(await answerTo(`GET / HTTP/1.1\r\nhost: x\r\nx-long: ${'y'.repeat(40_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 [^]*"code":"request\/header-too-large"/)
  })
})

describe('problemOf()', () => {
  it('tells nothing of a fault', () => {
    const problem = problemOf(new Error('duplicate key: (email)=(sofia@example.org)'))
    expect(problem).toMatchObject({ status: 500, code: 'node/fault' })
    expect(JSON.stringify(problem)).not.toContain('sofia')
  })

  it('treats an error of ours whose code has no row as a fault', () => {
    expect(problemOf(new ServerError('never/heard-of', 'Cannot do it: secret'))).toMatchObject({ status: 500, code: 'node/fault' })
  })

  it('does not take an inherited name for a code', () => {
    expect(problemOf(new ServerError('toString', 'Cannot do it: odd')).status).toBe(500)
    expect(problemOf({ code: 'constructor' }).status).toBe(500)
  })
})

describe('what is logged', () => {
  it('write no fault when a caller hangs up in the middle of sending', async () => {
    const lines: string[] = []
    const sink = new Writable({ write: (chunk: Buffer, _encoding, done) => { lines.push(chunk.toString()); done() } })
    const logged = await openTestNode({}, openLog('trace', sink))
    await logged.app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = logged.app.server.address() as AddressInfo
    const socket = connect(port, '127.0.0.1')
    socket.write('POST /api/session HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{')
    await new Promise((done) => setTimeout(done, 200))
    socket.resetAndDestroy()
    await new Promise((done) => setTimeout(done, 500))
    await logged.close()
    expect(lines.filter((line) => line.includes('fault'))).toEqual([])
  })

  it('names route patterns, never addresses, cookies, keys, messages or who asked', async () => {
    const lines: string[] = []
    const sink = new Writable({ write: (chunk: Buffer, _encoding, done) => { lines.push(chunk.toString()); done() } })
    const logged = await openTestNode({}, openLog('trace', sink))
    const secret = 'sofia-secret'
    await logged.app.inject({ url: `/orgs/${secret}/did.json?email=${secret}`, headers: { cookie: `ler_session=${secret}`, authorization: `Bearer ${secret}` }, remoteAddress: '203.0.113.9' })
    await logged.app.inject({ url: `/api/${secret}` })
    Object.defineProperty(logged.clock, 'now', { get: () => { throw new Error(`Key (email)=(${secret}@example.org)\n    at ${secret}`, { cause: new Error(secret) }) } })
    await logged.app.inject({ method: 'POST', url: '/api/session/passkey-options' })
    await logged.close()
    const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(entries.filter(({ msg }) => msg === 'answered').map(({ route, status }) => [route, status])).toEqual([['/orgs/:slug/did.json', 404], ['/*', 404], ['/api/session/passkey-options', 500]])
    expect(entries.find(({ msg }) => msg === 'fault')).toMatchObject({ requestId: expect.any(String), err: { error: 'Error', at: expect.any(Array), cause: { error: 'Error' } } })
    expect(lines.join('')).not.toMatch(/sofia|203\.0\.113/)
  })

  it('keeps class, code and place of an error through its causes', () => {
    const fault = faultOf(Object.assign(new Error('Key (email)=(a@b)'), { code: '23505', cause: 'text' }))
    expect(fault).toMatchObject({ error: 'Error', code: '23505', cause: { error: 'string' } })
    expect(JSON.stringify(fault)).not.toContain('a@b')
  })
})
