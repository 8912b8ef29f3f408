import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestNode, type TestNode } from './open-test-node.ts'
import { networkOf } from './rate-limit.ts'

describe('networkOf()', () => {
  it.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::6', '2001:db8:1:2'],
    ['2001:0DB8:0001:0002:ffff::', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['::1', '0:0:0:0'],
    ['::ffff:203.0.113.9', '::ffff:cb00:7109'],
    ['203.0.113.9', '203.0.113.9'],
    ['owner@college.example', 'owner@college.example'],
    ['', ''],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})

describe('takeRate()', () => {
  let node: TestNode
  beforeAll(async () => { node = await openTestNode() })
  afterAll(() => node.close())

  it('counts all addresses of a home as one, and the next home apart', async () => {
    const login = (remoteAddress: string) => node.app.inject({ method: 'POST', url: '/api/session/passkey-options', remoteAddress })
    for (let count = 0; count < 30; count += 1) expect((await login(`2001:db8:1:2::${count.toString(16)}`)).statusCode).toBe(200)
    expect((await login('2001:db8:1:2:aaaa::1')).statusCode).toBe(429)
    expect((await login('2001:db8:1:3::1')).statusCode).toBe(200)
  })
})
