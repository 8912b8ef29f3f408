import Fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApiKey, revokeApiKey } from './accounts/api-keys.ts'
import { idleSeconds, startSession } from './accounts/sessions.ts'
import { accessTable, type Access } from './access-table.ts'
import { cookieValue, enforceAccess, sessionCookie } from './authorize.ts'
import { addTestOwner, openTestNode, type TestNode, type TestOwner } from './open-test-node.ts'

type Credential = 'none' | 'wrong session' | 'expired session' | 'session of another' | 'key of another' | 'revoked key' | 'wrong key' | 'session' | 'key'
type Answer = 'allowed' | 401 | 403 | 404

const open: Readonly<Record<Credential, Answer>> = {
  'none': 'allowed', 'wrong session': 'allowed', 'expired session': 'allowed', 'session of another': 'allowed', 'key of another': 'allowed', 'revoked key': 'allowed', 'wrong key': 'allowed', 'session': 'allowed', 'key': 'allowed',
}
const closed: Readonly<Record<Credential, Answer>> = {
  'none': 401, 'wrong session': 401, 'expired session': 401, 'session of another': 404, 'key of another': 404, 'revoked key': 401, 'wrong key': 401, 'session': 'allowed', 'key': 'allowed',
}

/** What each kind of access answers to each credential. A key on a route for people is 403 whoever it belongs to. */
const expectations: Readonly<Record<Access, Readonly<Record<Credential, Answer>>>> = {
  'public': open,
  'own-pages': open,
  'operator': open,
  'vc-api': open,
  'set-up-token': { 'none': 403, 'wrong session': 403, 'expired session': 403, 'session of another': 403, 'key of another': 403, 'revoked key': 403, 'wrong key': 403, 'session': 403, 'key': 403 },
  'invitation-token': { 'none': 403, 'wrong session': 403, 'expired session': 403, 'session of another': 403, 'key of another': 403, 'revoked key': 403, 'wrong key': 403, 'session': 403, 'key': 403 },
  'session': { ...closed, 'session of another': 'allowed', 'key of another': 403, 'key': 403 },
  'member': { ...closed, 'key of another': 403, 'key': 403 },
  'member-or-key': closed,
}

/** Routes for the holder of a one-time link, whatever else they send along. */
const isTokenRoute = (row: string): boolean => accessTable[row] === 'set-up-token' || accessTable[row] === 'invitation-token'

const setUpBody = { token: 'not-the-token', displayName: 'D', loginName: 'l', organisation: { name: 'O' }, passphrase: 'four brass kettles sing' }

describe('the access table', () => {
  let node: TestNode
  let owner: TestOwner
  let credentials: Readonly<Record<Credential, () => Promise<Record<string, string>>>>

  beforeAll(async () => {
    node = await openTestNode({ vcApiOpen: true })
    owner = await addTestOwner(node)
    const other = await addTestOwner(node, 'Another College')
    const { context, clock } = node
    const accountOf = async (name: string): Promise<string> => (await context.database.selectFrom('account').select('id').where('login_name', '=', `owner of ${name}`.toLowerCase()).executeTakeFirstOrThrow()).id
    const [mine, theirs] = [await accountOf(owner.organisation.name), await accountOf(other.organisation.name)]
    const session = (token: string): Record<string, string> => ({ cookie: `theme=dark; ${sessionCookie}=${token}`, origin: context.config.publicBaseUrl })
    const bearer = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}` })
    const revoked = await createApiKey(owner.organisation.id, 'revoked', context)
    await revokeApiKey(owner.organisation.id, revoked.id, context)
    const [key, otherKey] = [await createApiKey(owner.organisation.id, 'mine', context), await createApiKey(other.organisation.id, 'theirs', context)]
    credentials = {
      'none': async () => ({}),
      'wrong session': async () => session('A'.repeat(43)),
      'expired session': async () => {
        const now = clock.now
        clock.now = new Date(now.getTime() - (idleSeconds + 1) * 1_000)
        const token = await startSession(mine, context)
        clock.now = now
        return session(token)
      },
      'session of another': async () => session(await startSession(theirs, context)),
      'key of another': async () => bearer(otherKey.key),
      'revoked key': async () => bearer(revoked.key),
      'wrong key': async () => bearer(`ler_${'A'.repeat(43)}`),
      'session': async () => session(await startSession(mine, context)),
      'key': async () => bearer(key.key),
    }
  })
  afterAll(() => node.close())

  const request = async (row: string, headers: Record<string, string>): Promise<{ readonly status: number; readonly code: string | undefined }> => {
    const [method = '', pattern = ''] = row.split(' ')
    const url = pattern.replace(':org', owner.organisation.id).replace(/:[A-Za-z]+/g, '0').replace('*', 'none')
    // Every request is a caller of its own: this is about access, not about rates.
    await node.context.database.deleteFrom('rate_window').execute()
    const answer = await node.app.inject({ method: method as 'GET', url, headers, ...(isTokenRoute(row) ? { payload: setUpBody } : {}) })
    const isProblem = String(answer.headers['content-type']).startsWith('application/problem+json')
    return { status: answer.statusCode, code: isProblem ? answer.json<{ code: string }>().code : undefined }
  }

  const verdict = ({ status, code }: { readonly status: number; readonly code: string | undefined }): Answer => {
    if (status >= 500) throw new Error(`a fault: ${status}`)
    const isRefusal = code?.startsWith('access/') === true || code === 'setup/token-invalid' || code === 'invitation/token-invalid' || code === 'organisation/not-found'
    return isRefusal ? status as Answer : 'allowed'
  }

  for (const [row, access] of Object.entries(accessTable)) {
    it(`${row} is for ${access}`, async () => {
      const answers: Partial<Record<Credential, Answer>> = {}
      for (const [name, headers] of Object.entries(credentials)) answers[name as Credential] = verdict(await request(row, await headers()))
      // Of an organisation that does not exist the public document says so too: that is no refusal.
      expect(answers).toEqual(row === 'GET /orgs/:slug/did.json' ? Object.fromEntries(Object.keys(open).map((name) => [name, 404])) : expectations[access])
    })

    const isForPeople = ['session', 'member', 'member-or-key'].includes(access)
    if (isForPeople && !row.startsWith('GET ')) it(`${row} refuses a session's cookie from the wallet's origin, and from none`, async () => {
      const { cookie = '' } = await credentials.session()
      for (const origin of [{ origin: node.context.config.walletBaseUrl }, { origin: 'null' }, {}]) {
        expect(await request(row, { cookie, ...origin })).toEqual({ status: 403, code: 'access/origin-refused' })
      }
    })

    if (access === 'own-pages' || isTokenRoute(row)) it(`${row} refuses pages of other origins`, async () => {
      expect(await request(row, { origin: node.context.config.walletBaseUrl })).toEqual({ status: 403, code: 'access/origin-refused' })
    })
  }

  it('answers who may not come in before it reads a body', async () => {
    const answer = await node.app.inject({ method: 'POST', url: '/api/organisations', headers: { 'content-type': 'application/json' }, payload: `"${'x'.repeat(400_000)}"` })
    expect(answer.statusCode).toBe(401)
  })

  it('takes a key over a cookie, so that a wrong key never falls back to a session', async () => {
    const headers = { ...await credentials.session(), ...await credentials['revoked key']() }
    expect(await request('GET /api/organisations/:org', headers)).toMatchObject({ status: 401 })
  })

  it('finds an organisation by its slug as by its id', async () => {
    // A session of its own: the routes above were called for real, signing out everywhere among them.
    const answer = await node.app.inject({ url: `/api/organisations/${owner.organisation.slug}`, headers: await credentials.session() })
    expect(answer.json()).toMatchObject({ id: owner.organisation.id, counts: { unclaimed: 0 } })
  })
})

describe('enforceAccess()', () => {
  it('refuses to start with a route that has no row', async () => {
    const node = await openTestNode()
    const app = Fastify()
    enforceAccess(app, node.context)
    expect(() => app.get('/api/forgotten', async () => 'open to all')).toThrow('GET /api/forgotten is not in the access table')
    await node.close()
  })

  it('refuses to start with a row that has no route', async () => {
    const node = await openTestNode()
    const app = Fastify()
    enforceAccess(app, node.context)
    await expect(app.ready()).rejects.toThrow('routes that do not exist')
    await node.close()
  })
})

describe('cookieValue()', () => {
  it('reads one cookie and takes two of a name for none', () => {
    expect(cookieValue('a=1; ler_session=x; b=2', sessionCookie)).toBe('x')
    expect(cookieValue('not_ler_session=x', sessionCookie)).toBeUndefined()
    expect(cookieValue('ler_session=x; ler_session=y', sessionCookie)).toBeUndefined()
    expect(cookieValue('', sessionCookie)).toBeUndefined()
  })
})
