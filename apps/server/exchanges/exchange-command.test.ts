import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { didKey } from 'everlearned/did'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApiKey } from '../accounts/api-keys.ts'
import { openExchangeNode, type ExchangeNode } from './open-test-exchanges.ts'

const folder = mkdtempSync(join(tmpdir(), 'ler-exchange-'))
const at = (name: string): string => join(folder, name)
const command = fileURLToPath(new URL('../../cli/ler.mjs', import.meta.url))
let node: ExchangeNode
let holder: string

beforeAll(async () => {
  node = await openExchangeNode(2, { startsAt: new Date(), vcalmFlatResponse: true })
  const jwk = await cryptography.generateKey('P-256')
  holder = didKey((await cryptography.importSigningKey(jwk)).publicKey)
  writeFileSync(at('key.json'), JSON.stringify(jwk))
  writeFileSync(at('api-key'), (await createApiKey(node.owner.organisation.id, 'exchanges', node.context)).key)
})
afterAll(async () => {
  await node.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Ran { readonly code: number | null; readonly out: string; readonly told: string }

/** Runs `ler exchange`; `onTold` hears each line that it tells while it runs. */
function run(args: readonly string[], onTold: (line: string) => void = () => undefined): Promise<Ran> {
  const child = spawn(process.execPath, [command, 'exchange', ...args, '--json'], { stdio: ['ignore', 'pipe', 'pipe'] })
  const [out, told]: [string[], string[]] = [[], []]
  createInterface(child.stdout).on('line', (line) => out.push(line))
  createInterface(child.stderr).on('line', (line) => {
    told.push(line)
    onTold(line)
  })
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out: out.join('\n'), told: told.join('\n') })))
}

describe('ler exchange', () => {
  it('DI7: takes a record as a file about the address that its link was sent to, and checks what came', async () => {
    const { id, token } = await node.nextClaim()
    const { award: { email } } = await node.context.database.selectFrom('claim').select('award').where('id', '=', id).executeTakeFirstOrThrow()
    const taken = await run(['file', `${node.url}/claim/${token}`, '--email', email, '--out', at('badge.json'), '--allow', node.url])
    expect({ ...taken, out: JSON.parse(taken.out) as unknown }).toMatchObject({ code: 0, out: { file: at('badge.json'), integrity: 'passed', checks: expect.arrayContaining([{ check: 'holder-binding', outcome: 'passed' }]) as unknown } })
    expect(JSON.parse(readFileSync(at('badge.json'), 'utf8'))).toMatchObject({ credentialSubject: { id: `mailto:${email}` } })
  }, 60_000)

  it('accepts a record, written at the top level too, is asked for it, and presents it; without --yes nothing is sent', async () => {
    const desk = ['--node', node.url, '--organisation', node.owner.organisation.slug, '--api-key-file', at('api-key')]
    const { id } = await node.nextClaim()
    const handedOver = JSON.parse((await run(['request', ...desk, '--claim', id])).out) as { readonly interactionUrl: string }
    const wallet = ['--key', at('key.json'), '--allow', node.url]
    expect(await run(['accept', handedOver.interactionUrl, ...wallet])).toMatchObject({ code: 0, out: expect.stringContaining('"sent": false') })
    const accepted = await run(['accept', handedOver.interactionUrl, ...wallet, '--yes', '--out', at('record')])
    expect({ ...accepted, out: JSON.parse(accepted.out) as unknown }).toMatchObject({ code: 0, out: { holder, credentials: [{ integrity: 'passed', file: at('record/credential-1.json') }] } })
    expect(JSON.parse(readFileSync(at('record/credential-1.json'), 'utf8'))).toMatchObject({ credentialSubject: { id: holder } })

    let interactionUrl: (url: string) => void = () => undefined
    const shown = new Promise<string>((resolve) => { interactionUrl = resolve })
    const asking = run(['request', ...desk, '--purpose', 'For the job', '--wait'], (line) => interactionUrl(line))
    const presented = await run(['present', await shown, ...wallet, '--credential', at('record/credential-1.json'), '--yes'])
    expect({ ...presented, out: JSON.parse(presented.out) as unknown }).toMatchObject({ code: 0, out: { sent: true, unasked: 0, asks: [{ types: ['OpenBadgeCredential'], reason: 'For the job' }] } })
    const asked = await asking
    expect({ ...asked, out: JSON.parse(asked.out) as unknown }).toMatchObject({ code: 0, out: { state: 'complete', result: { presentations: [{ holder, verdict: { integrity: 'passed', accepted: 'yes' } }] } } })

    const begun = async (): Promise<{ readonly id: string; readonly interactionUrl: string; readonly link: string }> => {
      const answer = await node.owner.request({ method: 'POST', url: `/api/organisations/${node.owner.organisation.id}/exchanges`, payload: { kind: 'verify', purpose: 'For the job', agreement: 'The rules of the yard' } })
      const { id: exchangeId, interactionUrl, protocols } = answer.json<{ readonly id: string; readonly interactionUrl: string; readonly protocols: Readonly<Record<string, string>> }>()
      return { id: exchangeId, interactionUrl, link: protocols['oid4vp-1.0'] ?? '' }
    }
    const resultOf = async (exchangeId: string): Promise<unknown> => (await node.owner.request({ url: `/api/organisations/${node.owner.organisation.id}/exchanges/${exchangeId}` })).json()
    const byLink = await begun()
    const delivered = await run(['present', byLink.link, ...wallet, '--credential', at('record/credential-1.json'), '--yes'])
    expect({ ...delivered, out: JSON.parse(delivered.out) as unknown }).toMatchObject({ code: 0, out: { sent: true, asks: [{ id: 'badge', candidates: [{ credential: 0, isWhole: true }] }], agreements: [{ text: 'The rules of the yard' }], redirectUrl: null } })
    expect(await resultOf(byLink.id)).toMatchObject({ state: 'complete', result: { presentations: [{ holder, verdict: { accepted: 'yes' } }] } })
    for (const way of ['link', 'interactionUrl'] as const) {
      const refused = await begun()
      expect(await run(['present', refused[way], ...wallet, '--decline'])).toMatchObject({ code: 0, out: expect.stringContaining('"declined": true') })
      expect(await resultOf(refused.id)).toMatchObject({ state: 'complete', result: { presentations: [], isDeclined: true } })
    }
  }, 120_000)
})
