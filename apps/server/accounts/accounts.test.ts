import type { LightMyRequestResponse } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addTestOwner, openTestNode, type TestNode, type TestOwner } from '../open-test-node.ts'
import { createApiKey } from './api-keys.ts'
import { slugOf } from './organisations.ts'
import { findSession, absoluteSeconds, idleSeconds, startSession } from './sessions.ts'
import { isSetUpToken, makeSetUpLink } from './set-up.ts'

const passphrase = 'four brass kettles sing'

describe('accounts', () => {
  let node: TestNode
  let owner: TestOwner
  beforeAll(async () => {
    node = await openTestNode()
    owner = await addTestOwner(node)
  })
  afterAll(() => node.close())
  beforeEach(() => node.context.database.deleteFrom('rate_window').execute())

  const logIn = (loginName: string, phrase: string, remoteAddress = '192.0.2.1'): Promise<LightMyRequestResponse> =>
    node.app.inject({ method: 'POST', url: '/api/session', payload: { loginName, passphrase: phrase }, remoteAddress })
  const setUpWith = async (change: object): Promise<LightMyRequestResponse> => {
    const token = (await makeSetUpLink(node.context)).split('#')[1]
    return node.app.inject({ method: 'POST', url: '/api/setup', payload: { token, displayName: 'D', loginName: 'someone', organisation: { name: 'O' }, passphrase, ...change } })
  }

  describe('the set-up link', () => {
    it('works once', async () => {
      const token = (await makeSetUpLink(node.context)).split('#')[1] ?? ''
      const payload = { token, displayName: 'D', loginName: 'once', organisation: { name: 'Once' }, passphrase }
      const answers = await Promise.all([1, 2, 3].map((number) => node.app.inject({ method: 'POST', url: '/api/setup', payload: { ...payload, loginName: `once-${number}` } })))
      expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([201, 403, 403])
      expect(await isSetUpToken(token, node.context)).toBe(false)
    })

    it('ends when a new one is made', async () => {
      const old = (await makeSetUpLink(node.context)).split('#')[1] ?? ''
      await makeSetUpLink(node.context)
      expect(await isSetUpToken(old, node.context)).toBe(false)
    })

    it('is not used up by a set-up that fails, which leaves nothing behind', async () => {
      const answer = await setUpWith({ loginName: 'OWNER of riverbend community college', organisation: { name: 'Left behind' } })
      expect(answer.json()).toMatchObject({ status: 409, code: 'account/login-name-taken' })
      expect(await node.context.database.selectFrom('organisation').select('id').where('name', '=', 'Left behind').execute()).toEqual([])
      expect(await node.context.database.selectFrom('setup_token').select('token_hash').where('used_at', 'is', null).execute()).toHaveLength(1)
    })

    it.each([['short', 'elevenchars'], ['of one character', 'aaaaaaaaaaaaaaaa'], ['of four', 'abcdabcdabcdabcd']])('takes no passphrase that is %s', async (_title, weak) => {
      expect((await setUpWith({ passphrase: weak })).json()).toMatchObject({ status: 400, code: 'account/passphrase-weak' })
    })

    it('needs a passphrase or a passkey', async () => {
      expect((await setUpWith({ passphrase: undefined })).json()).toMatchObject({ status: 400, code: 'setup/unlock-missing' })
    })
  })

  describe('logging in', () => {
    it('takes the name in any case and the passphrase in any Unicode form', async () => {
      await setUpWith({ loginName: 'José', passphrase: 'cafe\u0301 kettles sing', organisation: { name: 'Unicode' } })
      expect((await logIn('  JOSE\u0301 ', 'caf\u00e9 kettles sing')).statusCode).toBe(200)
    })

    it('answers a wrong passphrase and an unknown name alike', async () => {
      const answers = await Promise.all([logIn('owner of riverbend community college', 'wrong passphrase'), logIn('nobody', 'wrong passphrase')])
      expect(answers[0].body).toBe(answers[1].body)
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([401, 401])
    })

    it('is stopped for one name after ten tries, from whatever address, and says when to come back', async () => {
      for (let tries = 0; tries < 10; tries += 1) await logIn('guessed', 'wrong passphrase', `192.0.2.${tries}`)
      const answer = await logIn('GUESSED', 'wrong passphrase', '192.0.2.99')
      expect(answer.json()).toMatchObject({ status: 429, code: 'rate/exceeded' })
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
      expect((await logIn('not-guessed', 'wrong passphrase', '192.0.2.99')).statusCode).toBe(401)
    })

    it('is stopped for one address after thirty tries, whatever the names', async () => {
      const answers = []
      for (let tries = 0; tries < 31; tries += 1) answers.push((await logIn(`name-${tries}`, 'x', '198.51.100.7')).statusCode)
      expect(answers.at(-2)).toBe(401)
      expect(answers.at(-1)).toBe(429)
      expect((await logIn('name', 'x', '198.51.100.8')).statusCode).toBe(401)
    })

    it('sets a cookie that scripts and other sites do not get', async () => {
      const answer = await logIn('owner of riverbend community college', passphrase)
      expect(answer.headers['set-cookie']).toMatch(/^ler_session=[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Strict$/)
      const tls = await openTestNode({ publicBaseUrl: 'https://node.college.example', rehearsal: false })
      expect((await addTestOwner(tls).then(({ cookie }) => cookie)).length).toBeGreaterThan(40)
      const secure = await tls.app.inject({ method: 'POST', url: '/api/session', payload: { loginName: 'owner of riverbend community college', passphrase } })
      expect(secure.headers['set-cookie']).toMatch(/; Secure$/)
      await tls.close()
    })
  })

  describe('a session', () => {
    const accountId = async (): Promise<string> => (await node.context.database.selectFrom('account').select('id').orderBy('created_at').executeTakeFirstOrThrow()).id
    const later = async <T>(seconds: number, work: () => Promise<T>): Promise<T> => {
      const { now } = node.clock
      node.clock.now = new Date(now.getTime() + seconds * 1_000)
      try {
        return await work()
      } finally {
        node.clock.now = now
      }
    }

    it('lasts while it is used, ends when it idles, and ends in any case', async () => {
      const idle = await startSession(await accountId(), node.context)
      expect(await later(idleSeconds - 1, () => findSession(idle, node.context))).not.toBeNull()
      const left = await startSession(await accountId(), node.context)
      expect(await later(idleSeconds + 1, () => findSession(left, node.context))).toBeNull()
      const used = await startSession(await accountId(), node.context)
      for (let hours = 11; hours * 3_600 < absoluteSeconds; hours += 11) expect(await later(hours * 3_600, () => findSession(used, node.context))).not.toBeNull()
      expect(await later(absoluteSeconds, () => findSession(used, node.context))).toBeNull()
    })
  })

  describe('the database', () => {
    it('holds no token, API key, passphrase or private key that anybody could use', async () => {
      const key = await createApiKey(owner.organisation.id, 'k', node.context)
      const signing = await node.context.organisationKeys.openSigningKey(owner.organisation.id)
      const signature = await signing.key.sign(new TextEncoder().encode('x'))
      expect(await node.context.cryptography.verifySignature(signing.key.publicKey, new TextEncoder().encode('x'), signature)).toBe(true)
      const { rows: tables } = await sql<{ name: string }>`select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public'`.execute(node.context.database)
      const dump = (await Promise.all(tables.map(async ({ name }) => (await sql<{ row: string }>`select to_jsonb(t)::text as row from ${sql.raw(name)} t`.execute(node.context.database)).rows))).flat().map(({ row }) => row).join('\n')
      const row = await node.context.database.selectFrom('organisation_key').selectAll().where('organisation_id', '=', owner.organisation.id).executeTakeFirstOrThrow()
      const jwk = JSON.parse(node.context.keyFile.open(row.sealed_private_key, `organisation-key ${row.organisation_id} ${row.id}`).toString()) as { readonly d: string }
      const secret = owner.cookie.split('=')[1] ?? ''
      const asHex = (text: string): string => Buffer.from(text, 'base64url').toString('hex')
      for (const plain of [jwk.d, asHex(jwk.d), Buffer.from(jwk.d, 'base64url').toString('base64'), key.key, secret, asHex(secret), passphrase]) expect(dump).not.toContain(plain)
      expect(dump).toContain(row.multikey)
    })

    it('opens a signing key for its own organisation only', async () => {
      const other = await addTestOwner(node, 'Thief')
      const { database } = node.context
      const stolen = await database.selectFrom('organisation_key').select('sealed_private_key').where('organisation_id', '=', owner.organisation.id).executeTakeFirstOrThrow()
      await database.updateTable('organisation_key').set(stolen).where('organisation_id', '=', other.organisation.id).execute()
      await expect(node.context.organisationKeys.openSigningKey(other.organisation.id)).rejects.toMatchObject({ code: 'key-file/wrong' })
    })
  })

  describe('an organisation', () => {
    it('is did:web under a public https address, with its keys in its document', async () => {
      const tls = await openTestNode({ publicBaseUrl: 'https://node.college.example:8443', rehearsal: false })
      const { organisation } = await addTestOwner(tls)
      const did = 'did:web:node.college.example%3A8443:orgs:riverbend-community-college'
      expect(organisation.did).toBe(did)
      const answer = await tls.app.inject('/orgs/riverbend-community-college/did.json')
      const { verificationMethod } = await tls.context.organisationKeys.openSigningKey(organisation.id)
      expect(answer.headers).toMatchObject({ 'content-type': expect.stringContaining('application/did+json'), 'access-control-allow-origin': '*' })
      expect(answer.json()).toMatchObject({ id: did, verificationMethod: [{ id: verificationMethod, type: 'Multikey', controller: did }], assertionMethod: [verificationMethod] })
      await tls.close()
    })

    it('has no document in rehearsal, where its DID is its key', async () => {
      expect((await node.app.inject(`/orgs/${owner.organisation.slug}/did.json`)).statusCode).toBe(404)
      const { did, verificationMethod } = await node.context.organisationKeys.openSigningKey(owner.organisation.id)
      expect(verificationMethod).toBe(`${did}#${did.slice('did:key:'.length)}`)
    })

    it('gets a short name of its own from any name', async () => {
      expect(slugOf('  Université de Montréal — École ')).toBe('universite-de-montreal-ecole')
      expect(slugOf('大学')).toBe('organisation')
      expect(slugOf('x'.repeat(99))).toHaveLength(40)
      const made = await Promise.all([1, 2, 3].map(() => owner.request({ method: 'POST', url: '/api/organisations', payload: { name: 'Same Name' } })))
      expect(made.map((answer) => answer.json<{ slug: string }>().slug).toSorted()).toEqual(['same-name', 'same-name-2', 'same-name-3'])
    })
  })

  describe('an API key', () => {
    it('is shown once, tells its last use, and ends at once when revoked', async () => {
      const url = `/api/organisations/${owner.organisation.slug}/api-keys`
      const made = (await owner.request({ method: 'POST', url, payload: { name: 'Student system' } })).json<{ id: string; key: string }>()
      expect(made.key).toMatch(/^ler_[\w-]{43}$/)
      const use = (): Promise<LightMyRequestResponse> => node.app.inject({ url: `/api/organisations/${owner.organisation.slug}`, headers: { authorization: `Bearer ${made.key}` } })
      expect((await use()).statusCode).toBe(200)
      const listed = (await owner.request({ url })).body
      expect(listed).not.toContain(made.key)
      expect(JSON.parse(listed)).toMatchObject({ apiKeys: expect.arrayContaining([expect.objectContaining({ id: made.id, lastUsedAt: node.clock.now.toISOString() })]) })
      expect((await owner.request({ method: 'DELETE', url: `${url}/${made.id}` })).statusCode).toBe(204)
      expect((await use()).statusCode).toBe(401)
      expect((await owner.request({ method: 'DELETE', url: `${url}/${made.id}` })).statusCode).toBe(404)
    })
  })
})
