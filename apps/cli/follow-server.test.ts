import { request as httpRequest } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hashOrigin } from 'everlearned/ledger'
import { followLog, nativeCryptography as cryptography, type FollowedLog } from 'everlearned/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newSigningKey, operatorOrigin, TestOperator } from './test-operator.ts'
import { followServer } from './follow-server.ts'
import { serveRequests, type Serving } from './serve-requests.ts'

const folder = mkdtempSync(join(tmpdir(), 'served-'))
let operator: TestOperator
let followed: FollowedLog
let serving: Serving
beforeAll(async () => {
  operator = await TestOperator.start({ log: await newSigningKey(), operator: await newSigningKey() })
  await operator.grow(4)
  await operator.publish()
  const cosigner = { name: 'college.example/validator', key: await newSigningKey() }
  followed = await followLog({ folder, url: operator.url, verifierKey: operator.log.verifierKey, role: 'validator', cosigner, fetch, cryptography, now: () => new Date('2026-01-02') })
  await followed.step()
  serving = await serveRequests({ host: '127.0.0.1', port: 0 }, followServer([followed], { name: 'College', role: 'validator', sector: 'education', cosigner: 'key', seat: 'seat' }))
})
afterAll(async () => {
  await serving.close()
  await followed.close()
  await operator.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Sends a path as it stands, dots and all. */
function statusOf(path: string, method = 'GET', body?: Buffer): Promise<number | undefined> {
  const { port } = new URL(serving.url)
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ host: '127.0.0.1', port, path, method }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    asked.once('error', reject)
    asked.end(body)
  })
}

describe('followServer()', () => {
  it('serves the copy byte for byte as the log does, its policy, its state and what it cosigned', async () => {
    const prefix = `${serving.url}/ledger/${operatorOrigin}`
    for (const path of ['checkpoint', 'pending', 'key', 'tile/0/000.p/5', 'tile/entries/000.p/3']) {
      expect([path, await (await fetch(`${prefix}/${path}`)).text()]).toEqual([path, await (await fetch(`${operator.url}/${path}`)).text()])
    }
    expect(await (await fetch(`${prefix}/policy`)).text()).toBe('quorum none\n')
    expect(await (await fetch(`${serving.url}/health`)).json()).toEqual({ status: 'ok' })
    expect(await (await fetch(`${serving.url}/status.json`)).json()).toMatchObject({
      name: 'College', sector: 'education', logs: [{ origin: operatorOrigin, size: 5, cosignedSize: 0, state: 'current', alarms: [], policy: { cosigners: 0, isMember: false } }],
    })
    const own = `${serving.url}/ledger/${hashOrigin(operatorOrigin, cryptography.sha256)}/checkpoint`
    expect((await fetch(own)).status).toBe(404)
    expect((await fetch(`${serving.url}/ledger/add-checkpoint`, { method: 'POST', body: `old 0\n\n${operator.log.checkpoint.text}` })).status).toBe(200)
    expect(await (await fetch(own)).text()).toContain('college.example/validator')
  })

  it.each([
    ['/', 404], ['/ledger/add-checkpoint', 405], [`/ledger/${operatorOrigin}/tile/../follow/alarms.json`, 404], [`/ledger/${operatorOrigin}/../../etc/passwd`, 404],
    [`/ledger/${operatorOrigin}/tile/%2e%2e/%2e%2e/follow/cosigned`, 404], [`/ledger/${operatorOrigin}/follow/published`, 404], [`/ledger/${operatorOrigin}/tile/0/000.p/6`, 404],
    ['//status.json', 404], ['/status.json/..', 404], [`/ledger/${'a'.repeat(64)}/checkpoint`, 404],
  ])('answers %s with %i', async (path, status) => {
    expect(await statusOf(path)).toBe(status)
  })

  it('takes no other methods, no long bodies and nothing that is no checkpoint', async () => {
    expect(await statusOf('/status.json', 'DELETE')).toBe(405)
    expect(await statusOf('/status.json', 'POST')).toBe(405)
    expect(await statusOf('/ledger/add-checkpoint', 'POST', Buffer.from('noise'))).toBe(400)
    expect(await statusOf('/ledger/add-checkpoint', 'POST', Buffer.alloc(1_500_000, 'a'))).toBe(413)
    expect(await statusOf('/ledger/add-checkpoint', 'POST', Buffer.from(`old 0\n\n${operator.log.checkpoint.text.replaceAll(operatorOrigin, 'other.example')}`))).toBe(404)
  })
})
