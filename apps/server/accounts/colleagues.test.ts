import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { MailError } from '../mail-error.ts'
import { addTestOwner, openTestNode, type TestNode, type TestOwner } from '../open-test-node.ts'

const passphrase = 'four brass kettles sing'

let node: TestNode
let owner: TestOwner
let org: string

beforeAll(async () => {
  node = await openTestNode()
  owner = await addTestOwner(node)
  org = `/api/organisations/${owner.organisation.id}`
})
afterAll(() => node.close())
beforeEach(() => node.context.database.deleteFrom('rate_window').execute())

type Send = (options: InjectOptions) => Promise<LightMyRequestResponse>

/** A browser with the cookie that an answer set. */
function browserOf(answer: LightMyRequestResponse): Send {
  const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? ''
  return (options) => node.app.inject({ ...options, headers: { cookie, origin: node.context.config.publicBaseUrl } })
}

async function invite(payload: object = { name: 'Noor' }, send: Send = owner.request): Promise<{ id: string; link: string; token: string; mail: string | null; mailFailure: string | null }> {
  const answer = await send({ method: 'POST', url: `${org}/invitations`, payload })
  expect(answer.statusCode).toBe(201)
  return { ...answer.json(), token: answer.json<{ link: string }>().link.split('#')[1] ?? '' }
}

const accept = (token: string, loginName: string): Promise<LightMyRequestResponse> =>
  node.app.inject({ method: 'POST', url: '/api/invitations/accept', payload: { token, displayName: loginName, loginName, passphrase } })
const membersOf = async (send: Send = owner.request): Promise<{ id: string; displayName: string; isYou: boolean }[]> => (await send({ url: `${org}/members` })).json().members

/** Lists are in the order in which things were made: time goes on between them. */
const later = (): void => { node.clock.now = new Date(node.clock.now.getTime() + 1_000) }

describe('an invitation', () => {
  it('makes an account that runs the organisation, once', async () => {
    later()
    const { link, token } = await invite()
    expect(link).toBe(`${node.context.config.publicBaseUrl}/join#${token}`)
    const look = await node.app.inject({ method: 'POST', url: '/api/invitations/look', payload: { token } })
    expect(look.json()).toMatchObject({ organisation: owner.organisation.name })
    const answers = await Promise.all(['noor-1', 'noor-2', 'noor-3'].map((name) => accept(token, name)))
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([201, 403, 403])
    const joined = answers.find(({ statusCode }) => statusCode === 201)
    if (joined === undefined) throw new Error('nobody joined')
    expect(joined.json()).toMatchObject({ organisations: [{ id: owner.organisation.id }] })
    expect((await membersOf(browserOf(joined))).map(({ isYou }) => isYou)).toEqual([false, true])
    // Those who lost left no account behind.
    expect(await node.context.database.selectFrom('account').select('id').where('login_name', 'like', 'noor-%').execute()).toHaveLength(1)
  })

  it('lets somebody join who has an account already, and needs that they are logged in', async () => {
    later()
    const other = await addTestOwner(node, 'Other College')
    const { token } = await invite({ name: 'Other' })
    const join = { method: 'POST' as const, url: '/api/invitations/join', payload: { token } }
    expect((await node.app.inject(join)).statusCode).toBe(401)
    expect((await other.request(join)).json()).toMatchObject({ organisations: [{ name: owner.organisation.name }, { name: 'Other College' }] })
    expect((await other.request(join)).json()).toMatchObject({ status: 403, code: 'invitation/token-invalid' })
    const again = await invite({ name: 'Other' })
    expect((await other.request({ ...join, payload: { token: again.token } })).statusCode).toBe(200)
    expect((await membersOf()).filter(({ displayName }) => displayName === 'Registrar')).toHaveLength(2)
  })

  it('is over after seven days, and when it is ended', async () => {
    const { id, token } = await invite()
    const { now } = node.clock
    node.clock.now = new Date(now.getTime() + 7 * 86_400_000)
    expect((await accept(token, 'late')).json()).toMatchObject({ code: 'invitation/token-invalid' })
    node.clock.now = now
    expect((await owner.request({ url: `${org}/invitations` })).json().invitations).toMatchObject([{ id, name: 'Noor', invitedBy: 'Registrar' }])
    expect((await owner.request({ method: 'DELETE', url: `${org}/invitations/${id}` })).statusCode).toBe(204)
    expect((await owner.request({ method: 'DELETE', url: `${org}/invitations/${id}` })).json()).toMatchObject({ code: 'invitation/not-found' })
    expect((await accept(token, 'ended')).json()).toMatchObject({ code: 'invitation/token-invalid' })
  })

  it('is not used up by an account that cannot be made', async () => {
    const { token, id } = await invite()
    expect((await accept(token, 'OWNER of riverbend community college')).json()).toMatchObject({ code: 'account/login-name-taken' })
    expect((await owner.request({ url: `${org}/invitations` })).json().invitations).toMatchObject([{ id }])
    expect((await accept(token, 'second-try')).statusCode).toBe(201)
  })

  it('is kept as a hash, shown once, and mailed only when asked; the address is not kept', async () => {
    const { token } = await invite({ name: 'Silent' })
    const mailed = await invite({ name: 'Mei', email: 'mei@college.example' })
    expect(mailed.mail).toBe('sent')
    const folder = node.context.config.mail.outboxFolder
    const texts = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')))
    expect(texts).toHaveLength(1)
    expect(texts[0]?.replaceAll('=\r\n', '')).toContain(mailed.token)
    const dump = JSON.stringify([await node.context.database.selectFrom('invitation').selectAll().execute(), await node.context.database.selectFrom('issuing_audit').selectAll().execute()])
    for (const secret of [token, mailed.token, 'mei@college.example']) expect(dump).not.toContain(secret)
    expect((await owner.request({ url: `${org}/invitations` })).body).not.toContain(mailed.token)
  })

  it('is made even when mail does not work, and says so', async () => {
    const broken = await openTestNode()
    const person = await addTestOwner(broken)
    const context = broken.context as { -readonly [Key in keyof typeof broken.context]: (typeof broken.context)[Key] }
    context.sendMail = () => Promise.reject(new MailError('mail/server-unreachable'))
    const answer = await person.request({ method: 'POST', url: `/api/organisations/${person.organisation.id}/invitations`, payload: { name: 'Mei', email: 'mei@college.example' } })
    expect(answer.json()).toMatchObject({ mail: 'failed', mailFailure: 'mail/server-unreachable', link: expect.stringContaining('/join#') })
    await broken.close()
  })

  it('cannot be made without end', async () => {
    const crowded = await addTestOwner(node, 'Crowded College')
    const make = (): Promise<LightMyRequestResponse> => crowded.request({ method: 'POST', url: `/api/organisations/${crowded.organisation.id}/invitations`, payload: { name: 'x' } })
    for (let count = 0; count < 50; count += 1) await make()
    expect((await make()).json()).toMatchObject({ status: 409, code: 'invitation/too-many' })
  })

  it('belongs to one organisation', async () => {
    const { id } = await invite()
    const stranger = await addTestOwner(node, 'Stranger College')
    expect((await stranger.request({ method: 'DELETE', url: `/api/organisations/${stranger.organisation.id}/invitations/${id}` })).statusCode).toBe(404)
    expect((await stranger.request({ method: 'DELETE', url: `${org}/invitations/${id}` })).statusCode).toBe(404)
  })
})

describe('a member', () => {
  it('is out from the next request on, keeps the account, and cannot be taken out twice', async () => {
    const joined = await accept((await invite()).token, 'leaver')
    const leaver = browserOf(joined)
    const me = (await membersOf(leaver)).find(({ isYou }) => isYou)
    const remove = { method: 'DELETE' as const, url: `${org}/members/${me?.id}` }
    expect((await owner.request(remove)).statusCode).toBe(204)
    expect((await leaver({ url: `${org}/members` })).statusCode).toBe(404)
    expect((await leaver({ url: '/api/session' })).json()).toMatchObject({ organisations: [] })
    expect((await owner.request(remove)).json()).toMatchObject({ status: 404, code: 'member/not-found' })
    const trail = await node.context.database.selectFrom('issuing_audit').select(['action', 'subject_id']).where('action', 'in', ['member-removed']).execute()
    expect(trail).toContainEqual({ action: 'member-removed', subject_id: me?.id })
  })

  it('is never the last to go, not even when two take each other out at once', async () => {
    const pair = await addTestOwner(node, 'Pair College')
    const url = `/api/organisations/${pair.organisation.id}`
    const link = (await pair.request({ method: 'POST', url: `${url}/invitations`, payload: { name: 'x' } })).json<{ link: string }>().link
    const second = browserOf(await accept(link.split('#')[1] ?? '', 'pair'))
    const members = (await pair.request({ url: `${url}/members` })).json<{ members: { id: string; isYou: boolean }[] }>().members
    const [first, other] = [members.find(({ isYou }) => isYou)?.id, members.find(({ isYou }) => !isYou)?.id]
    const answers = await Promise.all([pair.request({ method: 'DELETE', url: `${url}/members/${other}` }), second({ method: 'DELETE', url: `${url}/members/${first}` })])
    expect(answers.map(({ statusCode }) => statusCode).toSorted()[0]).toBe(204)
    expect(await node.context.database.selectFrom('membership').select('account_id').where('organisation_id', '=', pair.organisation.id).execute()).toHaveLength(1)
    const left = answers[0].statusCode === 204 ? { send: pair.request, id: first } : { send: second, id: other }
    expect((await left.send({ method: 'DELETE', url: `${url}/members/${left.id}` })).json()).toMatchObject({ status: 409, code: 'member/last' })
  })
})

describe('one\'s own account', () => {
  const logIn = (loginName: string, phrase: string): Promise<LightMyRequestResponse> => node.app.inject({ method: 'POST', url: '/api/session', payload: { loginName, passphrase: phrase } })

  it('changes its passphrase for the one who knows the old one, and ends every other session', async () => {
    const here = browserOf(await accept((await invite()).token, 'changer'))
    const elsewhere = browserOf(await logIn('changer', passphrase))
    const change = (proof: object, phrase = 'seven quiet lamps hum'): Promise<LightMyRequestResponse> => here({ method: 'PUT', url: '/api/account/passphrase', payload: { proof, passphrase: phrase } })
    expect((await change({})).json()).toMatchObject({ status: 403, code: 'account/proof-missing' })
    expect((await change({ passphrase: 'not the passphrase' })).json()).toMatchObject({ status: 403, code: 'account/proof-wrong' })
    expect((await change({ passkey: { id: 'AAAA' } })).json()).toMatchObject({ status: 403, code: 'account/proof-wrong' })
    expect((await change({ passphrase }, 'short')).json()).toMatchObject({ code: 'account/passphrase-weak' })
    expect((await change({ passphrase })).statusCode).toBe(204)
    expect((await elsewhere({ url: '/api/session' })).statusCode).toBe(401)
    expect((await here({ url: '/api/session' })).statusCode).toBe(200)
    expect((await logIn('changer', passphrase)).statusCode).toBe(401)
    expect((await logIn('changer', 'seven quiet lamps hum')).statusCode).toBe(200)
  })

  it('stops guessing at a desk that was left open', async () => {
    const here = browserOf(await accept((await invite()).token, 'guessed-at'))
    const guess = (): Promise<LightMyRequestResponse> => here({ method: 'POST', url: '/api/account/passkey-options', payload: { proof: { passphrase: 'a guess' } } })
    for (let tries = 0; tries < 10; tries += 1) expect((await guess()).json()).toMatchObject({ code: 'account/proof-wrong' })
    expect((await guess()).json()).toMatchObject({ status: 429, code: 'rate/exceeded' })
  })

  it('gives no options for a passkey and takes none without proof', async () => {
    const here = browserOf(await accept((await invite()).token, 'no-passkey'))
    expect((await here({ method: 'POST', url: '/api/account/passkey-options', payload: { proof: {} } })).json()).toMatchObject({ code: 'account/proof-missing' })
    expect((await here({ method: 'POST', url: '/api/account/passkey-options', payload: { proof: { passphrase } } })).json()).toMatchObject({ challenge: expect.any(String), user: { name: 'no-passkey' } })
    expect((await here({ method: 'POST', url: '/api/account/passkeys', payload: { passkey: { id: 'AAAA', response: {} } } })).json()).toMatchObject({ code: 'account/passkey-refused' })
    expect((await here({ method: 'POST', url: '/api/account/passkeys/remove', payload: { proof: { passphrase }, id: 'AAAA' } })).json()).toMatchObject({ code: 'passkey/not-found' })
    expect((await here({ url: '/api/account' })).json()).toEqual({ displayName: 'no-passkey', loginName: 'no-passkey', hasPassphrase: true, passkeys: [] })
  })

  it('never loses its last way in', async () => {
    const here = browserOf(await accept((await invite()).token, 'key-only'))
    const { id } = await node.context.database.selectFrom('account').select('id').where('login_name', '=', 'key-only').executeTakeFirstOrThrow()
    const { removePasskey } = await import('./own-account.ts')
    const add = (key: string) => node.context.database.insertInto('passkey').values({ id: key, account_id: id, public_key: Buffer.alloc(3), counter: '0', transports: '', created_at: node.clock.now, last_used_at: null }).execute()
    await add('one')
    await add('two')
    await node.context.database.updateTable('account').set({ passphrase_hash: null }).where('id', '=', id).execute()
    await removePasskey('one', id, node.context)
    await expect(removePasskey('two', id, node.context)).rejects.toMatchObject({ code: 'passkey/last' })
    expect((await here({ url: '/api/account' })).json()).toMatchObject({ hasPassphrase: false, passkeys: [{ id: 'two' }] })
  })

  it('is signed out everywhere at once', async () => {
    const here = browserOf(await accept((await invite()).token, 'everywhere'))
    const elsewhere = browserOf(await logIn('everywhere', passphrase))
    const answer = await here({ method: 'DELETE', url: '/api/sessions' })
    expect([answer.statusCode, answer.headers['set-cookie']]).toEqual([204, expect.stringContaining('Max-Age=0')])
    for (const browser of [here, elsewhere]) expect((await browser({ url: '/api/session' })).statusCode).toBe(401)
    expect((await owner.request({ url: '/api/session' })).statusCode).toBe(200)
  })
})

describe('an organisation\'s name and web address', () => {
  it('count from now on; its DID and address stay', async () => {
    const before = (await owner.request({ url: org })).json()
    const answer = await owner.request({ method: 'PUT', url: org, payload: { name: ' Riverbend University ', url: 'https://riverbend.example' } })
    expect(answer.json()).toEqual({ id: before.id, slug: before.slug, did: before.did, sector: 'education', name: 'Riverbend University', url: 'https://riverbend.example', isApproved: true })
    expect((await owner.request({ method: 'PUT', url: org, payload: { name: 'Riverbend University' } })).json()).toMatchObject({ url: null })
    expect((await owner.request({ method: 'PUT', url: org, payload: { name: ' ' } })).statusCode).toBe(400)
    expect((await owner.request({ method: 'PUT', url: org, payload: { name: 'x', url: 'javascript:alert(1)' } })).statusCode).toBe(400)
    const { loadIssuer } = await import('../issuing/make-credential.ts')
    expect((await loadIssuer({ organisationId: owner.organisation.id, keyType: 'Ed25519' }, node.context)).profile).toEqual({ id: before.did, name: 'Riverbend University' })
  })
})
