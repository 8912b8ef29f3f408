import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestNode, type TestNode } from './open-test-node.ts'

describe('other origins', () => {
  let node: TestNode
  beforeAll(async () => { node = await openTestNode() })
  afterAll(() => node.close())

  const preflight = (url: string, method: string): Promise<Record<string, unknown>> =>
    node.app.inject({ method: 'OPTIONS', url, headers: { 'origin': 'https://wallet.example', 'access-control-request-method': method } }).then((answer) => ({ status: answer.statusCode, ...answer.headers }))

  it('may call public routes, never with a cookie', async () => {
    expect(await preflight('/api/node', 'GET')).toMatchObject({ 'status': 204, 'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET' })
    const answer = await node.app.inject({ url: '/api/node', headers: { origin: 'https://wallet.example' } })
    expect(answer.headers).toMatchObject({ 'access-control-allow-origin': '*' })
    expect(answer.headers).not.toHaveProperty('access-control-allow-credentials')
  })

  it.each([['/api/session', 'POST'], ['/api/setup', 'POST'], ['/api/organisations', 'POST'], ['/metrics', 'GET']])('may not call %s', async (url, method) => {
    const answer = await preflight(url, method)
    expect(answer).not.toHaveProperty('access-control-allow-origin')
    expect(answer['status']).toBe(405)
  })
})

describe('metrics', () => {
  const forwarded = { 'x-forwarded-for': '203.0.113.9' }

  it('are for this machine in rehearsal, unless a proxy stands between, and count by route pattern', async () => {
    const node = await openTestNode()
    await node.app.inject('/orgs/sofia/did.json')
    const answer = await node.app.inject({ url: '/metrics' })
    expect(answer.body).toContain('http_request_duration_seconds_count{method="GET",route="/orgs/:slug/did.json",status="404"} 1')
    expect(answer.body).not.toContain('sofia')
    expect((await node.app.inject({ url: '/metrics', remoteAddress: '203.0.113.9' })).json()).toMatchObject({ status: 403, code: 'access/metrics-refused' })
    expect((await node.app.inject({ url: '/metrics', headers: forwarded })).statusCode).toBe(403)
    await node.close()
  })

  it('need the token behind a proxy, where every caller looks like this machine', async () => {
    const node = await openTestNode({ rehearsal: false, publicBaseUrl: 'https://node.example', metricsToken: 'token' })
    expect((await node.app.inject('/metrics')).statusCode).toBe(403)
    expect((await node.app.inject({ url: '/metrics', headers: { authorization: 'Bearer wrong' } })).statusCode).toBe(403)
    expect((await node.app.inject({ url: '/metrics', headers: { ...forwarded, authorization: 'Bearer token' } })).statusCode).toBe(200)
    await node.close()
  })
})
