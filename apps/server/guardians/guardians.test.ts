import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { SigningKey } from 'everlearned/crypto'
import { signPresentation } from 'everlearned/credential'
import { didKey, didKeyVerificationMethod } from 'everlearned/did'
import type { ClaimRequest } from 'everlearned/exchange/claim'
import { pageChallenge } from 'everlearned/exchange/public-page'
import { nativeCryptography } from 'everlearned/node'
import { formatBundle } from 'everlearned/verifier'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startIssueExchange } from '../exchanges/start-exchange.ts'
import { createAchievement } from '../issuing/achievements.ts'
import { reissueClaim, resendClaim, showClaimCode } from '../issuing/change-claim.ts'
import { changeClaim } from '../issuing/change-claims.ts'
import { searchClaims, type DeskClaim } from '../issuing/claim-desk.ts'
import { eraseClaims } from '../issuing/erase-claims.ts'
import { startIssueJob } from '../issuing/issue-jobs.ts'
import type { Acting } from '../issuing/issuing-context.ts'
import { formatClaimsCsv } from '../issuing/job-files.ts'
import { challengeClaim, showClaim } from '../issuing/show-claim.ts'
import { takeClaim } from '../issuing/take-claim.ts'
import { keepUpload } from '../issuing/uploads.ts'
import { workOnJobs } from '../issuing/worker.ts'
import { addTestOwner, openTestNode, type TestNode } from '../open-test-node.ts'
import { keepPage, loadPage } from '../public-pages/public-pages.ts'
import { answerAsGuardian, lookAsGuardian, type GuardianAnswer } from './guardian-answers.ts'
import { handOverCustody, loadDeskGuardian, renewGuardianLink, showGuardianCode } from './guardian-desk.ts'
import { sweepGuardians } from './sweep-guardians.ts'

const until = '2030-05-06'
const yes: GuardianAnswer = { say: 'yes', sharing: 'link' }
let node: TestNode
let acting: Acting
let jobId: string
const minors: DeskClaim[] = []
let adult: DeskClaim

beforeAll(async () => {
  node = await openTestNode({ publicBaseUrl: 'https://school.example', rehearsal: false })
  const { organisation } = await addTestOwner(node)
  acting = { actor: { organisationId: organisation.id, id: 'account:test' }, context: node.context }
  const definition = { name: 'Welding, first year', description: 'Whole', criteria: 'Passed', achievementType: 'Certificate', validityMonths: 12, alignments: [] }
  const { id: achievementId } = await createAchievement(definition, acting.actor, node.context)
  const pupils = Array.from({ length: 15 }, (_, index) => `Pupil ${index},p${index}@example.org,${until},${index === 0 ? '' : `parent${index}@example.org`}`)
  const file = ['Name,Email,Guardian until,Guardian email', ...pupils, 'Of Age,adult@example.org,2001-01-01,', 'Grown Up,grown@example.org,,', 'Careless,careless@example.org,,parent@example.org', 'Sly,sly@example.org,2030-01-01,SLY@example.org'].join('\n')
  const upload = await keepUpload(new TextEncoder().encode(file), acting.actor, node.context)
  const mapping = Object.fromEntries(upload.columns.flatMap(({ suggested, index }) => (suggested === null ? [] : [[suggested, index]])))
  ;({ id: jobId } = await startIssueJob(upload.id, { achievementId, mapping, secondFactor: false }, acting))
  await workOnJobs('test', { context: node.context, isStopping: () => false })
  const { claims } = await searchClaims({ state: 'all', limit: 50 }, organisation.id, node.context)
  minors.push(...claims.filter(({ name }) => name.startsWith('Pupil')).toSorted((left, right) => Number(right.name.slice(6)) - Number(left.name.slice(6))))
  adult = claims.find(({ name }) => name === 'Of Age') ?? fail()
  expect(claims.map(({ name }) => name)).not.toContain('Careless')
  expect(claims.map(({ name }) => name)).not.toContain('Sly')
})

afterAll(() => node.close())

function fail(): never {
  throw new Error('nothing is left')
}

const tokenOf = ({ link }: DeskClaim): string => link?.split('/').at(-1) ?? fail()

interface Minor { readonly claim: DeskClaim; readonly token: string; readonly guardianToken: string; readonly code: string }

async function nextMinor(): Promise<Minor> {
  const claim = minors.shift() ?? fail()
  return { claim, token: tokenOf(claim), ...await guardianKeysOf(claim) }
}

async function guardianKeysOf({ id }: DeskClaim): Promise<Pick<Minor, 'guardianToken' | 'code'>> {
  const guardian = await loadDeskGuardian(id, acting.actor.organisationId, node.context)
  return { guardianToken: guardian?.link?.split('#')[1] ?? fail(), code: await showGuardianCode(id, acting) }
}

const newKey = async (): Promise<SigningKey> => nativeCryptography.importSigningKey(await nativeCryptography.generateKey('Ed25519'))

async function requestOf(token: string, key: SigningKey): Promise<ClaimRequest> {
  const { challenge, domain } = await challengeClaim(token, node.context)
  const signing = { signingKey: key, verificationMethod: didKeyVerificationMethod(key.publicKey), created: node.clock.now, cryptography: nativeCryptography }
  return { presentation: await signPresentation({ holder: didKey(key.publicKey), challenge, domain }, signing) }
}

const take = async (token: string, key: SigningKey, code?: string) => takeClaim(token, { ...await requestOf(token, key), ...(code === undefined ? {} : { code }) }, node.context)

async function isRevoked(credential: string): Promise<boolean> {
  const row = await node.context.database.selectFrom('credential').select('revoked_at').where('document', '=', credential).executeTakeFirstOrThrow()
  return row.revoked_at !== null
}

/** The names of all members, at every depth, without the words. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf)
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shapeOf(member)])) : typeof value
}

async function onDay<Result>(day: string, work: () => Promise<Result>): Promise<Result> {
  const before = node.clock.now
  node.clock.now = new Date(`${day}T12:00:00Z`)
  try {
    return await work()
  } finally {
    node.clock.now = before
  }
}

describe('a claim of a minor', () => {
  it('issues nothing to a wallet before a guardian agreed, by any protocol, and says that one is asked', async () => {
    const { token, claim } = await nextMinor()
    expect((await showClaim(token, node.context)).guardian).toBe('asked')
    await expect(challengeClaim(token, node.context)).rejects.toThrow(expect.objectContaining({ code: 'claim/guardian-missing' }))
    await expect(startIssueExchange({ token }, undefined, node.context)).rejects.toThrow(expect.objectContaining({ code: 'claim/guardian-wallet' }))
    await expect(startIssueExchange({ claimId: claim.id, actor: acting.actor }, undefined, node.context)).rejects.toThrow(expect.objectContaining({ code: 'claim/guardian-wallet' }))
  })

  it('goes to the pupil once a guardian agreed with link and code, and the wallet learns what is allowed', async () => {
    const { token, guardianToken, code, claim } = await nextMinor()
    expect(await lookAsGuardian(guardianToken, node.context)).toMatchObject({ state: 'asked', until, sharing: 'link', isTaken: false, recipientHint: expect.stringMatching(/^P… /) })
    await answerAsGuardian(guardianToken, code, { say: 'yes', sharing: 'none' }, node.context)
    const result = await take(token, await newKey())
    expect(result.guardian).toEqual({ until, sharing: 'none' })
    const trail = await node.context.database.selectFrom('issuing_audit').selectAll().where('subject_id', '=', claim.id).where('actor', '=', 'guardian').execute()
    expect(trail.map(({ action, detail }) => [action, detail])).toEqual([['guardian-agreed', 'none']])
  })

  it('tells a verifier nothing: the record has the form of an adult’s, without day, guardian or code of either', async () => {
    const { token, guardianToken, code } = await nextMinor()
    await answerAsGuardian(guardianToken, code, yes, node.context)
    const [minors, adults] = [await take(token, await newKey()), await take(tokenOf(adult), await newKey())]
    expect(minors.credential).not.toMatch(/guardian|2030-05|parent|minor/i)
    expect(shapeOf(JSON.parse(minors.credential))).toEqual(shapeOf(JSON.parse(adults.credential)))
    expect(adults).not.toHaveProperty('guardian')
    expect(await showClaim(tokenOf(adult), node.context)).not.toHaveProperty('guardian')
  })

  it('is taken out of force when a guardian takes consent back, and issued anew after another yes', async () => {
    const { token, guardianToken, code } = await nextMinor()
    const key = await newKey()
    await answerAsGuardian(guardianToken, code, yes, node.context)
    const first = await take(token, key)
    await answerAsGuardian(guardianToken, code, { say: 'no' }, node.context)
    expect(await isRevoked(first.credential)).toBe(true)
    await expect(challengeClaim(token, node.context)).rejects.toThrow(expect.objectContaining({ code: 'claim/guardian-missing' }))
    await answerAsGuardian(guardianToken, code, yes, node.context)
    const second = await take(token, key)
    expect(second.credential).not.toBe(first.credential)
    expect(await isRevoked(second.credential)).toBe(false)
  })

  it('needs nobody from the day on, even where a guardian refused or never answered', async () => {
    const [refused, silent] = [await nextMinor(), await nextMinor()]
    await answerAsGuardian(refused.guardianToken, refused.code, { say: 'no' }, node.context)
    await onDay('2030-05-05', () => expect(challengeClaim(refused.token, node.context)).rejects.toThrow(expect.objectContaining({ code: 'claim/guardian-missing' })))
    await onDay(until, async () => {
      for (const { token } of [refused, silent]) expect(await take(token, await newKey())).not.toHaveProperty('guardian')
      expect((await lookAsGuardian(silent.guardianToken, node.context)).state).toBe('over')
      await expect(answerAsGuardian(refused.guardianToken, refused.code, { say: 'no' }, node.context)).rejects.toThrow(expect.objectContaining({ code: 'claim/guardian-over' }))
    })
  })

  it('is handed over through the school before the day when the guardian is gone, and their address is forgotten', async () => {
    const { token, guardianToken, code, claim } = await nextMinor()
    await handOverCustody(claim.id, 'guardian-gone', acting)
    expect(await take(token, await newKey())).not.toHaveProperty('guardian')
    expect(await loadDeskGuardian(claim.id, acting.actor.organisationId, node.context)).toMatchObject({ state: 'ended', endedReason: 'guardian-gone', email: null, link: null })
    await expect(answerAsGuardian(guardianToken, code, { say: 'no' }, node.context)).rejects.toThrow(expect.objectContaining({ code: 'claim/guardian-over' }))
    const { award } = await node.context.database.selectFrom('claim').select('award').where('id', '=', claim.id).executeTakeFirstOrThrow()
    expect(award).not.toHaveProperty('guardian')
  })

  it('moves into a wallet of the person’s own with link and new code; the first wallet’s record holds until then, and is superseded', async () => {
    const { token, guardianToken, code, claim } = await nextMinor()
    await answerAsGuardian(guardianToken, code, yes, node.context)
    const first = await take(token, await newKey())
    await onDay(until, async () => {
      await handOverCustody(claim.id, 'of-age', acting)
      expect(await isRevoked(first.credential)).toBe(false)
      const own = await newKey()
      await expect(take(token, own)).rejects.toThrow(expect.objectContaining({ code: 'claim/code-missing' }))
      await expect(take(token, own, code)).rejects.toThrow(expect.objectContaining({ code: 'claim/code-wrong' }))
      const second = await take(token, own, await showClaimCode(claim.id, acting))
      expect([await isRevoked(first.credential), await isRevoked(second.credential)]).toEqual([true, false])
      await changeClaim(claim.id, { act: 'void', reason: 'other' }, acting)
      expect(await isRevoked(second.credential)).toBe(true)
    })
  })

  it('is let go by the guardian before the day', async () => {
    const { token, guardianToken, code } = await nextMinor()
    await answerAsGuardian(guardianToken, code, { say: 'let-go' }, node.context)
    expect(await take(token, await newKey())).not.toHaveProperty('guardian')
  })

  it('is locked after five wrong codes, many at once, until the school gives a new link and code', async () => {
    const { guardianToken, code, claim } = await nextMinor()
    const tries = await Promise.allSettled(Array.from({ length: 12 }, () => answerAsGuardian(guardianToken, '00000000', yes, node.context)))
    expect(tries.map((each) => (each.status === 'rejected' ? (each.reason as { code: string }).code : 'taken')).filter((found) => found === 'claim/code-wrong')).toHaveLength(5)
    await expect(answerAsGuardian(guardianToken, code, yes, node.context)).rejects.toThrow(expect.objectContaining({ code: 'claim/code-locked' }))
    await renewGuardianLink(claim.id, undefined, acting)
    await expect(lookAsGuardian(guardianToken, node.context)).rejects.toThrow(expect.objectContaining({ code: 'claim/not-found' }))
    const fresh = await guardianKeysOf(claim)
    await answerAsGuardian(fresh.guardianToken, fresh.code, yes, node.context)
    await expect(renewGuardianLink(claim.id, claim.email.toUpperCase(), acting)).rejects.toThrow(expect.objectContaining({ code: 'claim/guardian-is-recipient' }))
    await renewGuardianLink(claim.id, 'other@example.org', acting)
    expect((await showClaim(tokenOf(claim), node.context)).guardian).toBe('asked')
  })

  it('mails the guardian first, without a name or the code, and gives the school both ways for paper', async () => {
    const claim = minors.at(-1) ?? fail()
    const csv = await formatClaimsCsv(jobId, acting.actor.organisationId, node.context)
    const { guardianToken, code } = await guardianKeysOf(minors[0] ?? fail())
    expect(csv).toContain('guardian email,guardian link,guardian code')
    expect(csv).toContain(`https://school.example/guardian#${guardianToken},${code}`)
    const mailed = minors[0] ?? fail()
    await resendClaim(mailed.id, acting)
    const folder = node.context.config.mail.outboxFolder
    const mails = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8')).filter((text) => text.includes(guardianToken))
    expect(mails).toHaveLength(1)
    expect(mails[0]).not.toMatch(new RegExp(`${code}|${mailed.name}|${claim.name}`))
  })

  it('is erased with all that names a guardian, and asks anew when it is issued anew', async () => {
    const { claim, guardianToken } = await nextMinor()
    const reissued = await reissueClaim(claim.id, { name: 'Pupil Right' }, acting)
    expect((await loadDeskGuardian(reissued, acting.actor.organisationId, node.context))?.state).toBe('asked')
    await eraseClaims(claim.id, 'address', acting)
    await expect(lookAsGuardian(guardianToken, node.context)).rejects.toThrow(expect.objectContaining({ code: 'claim/not-found' }))
    expect(await node.context.database.selectFrom('guardianship').select('claim_id').where('claim_id', 'in', [claim.id, reissued]).execute()).toEqual([])
    const folder = node.context.config.mail.outboxFolder
    expect(readdirSync(folder).filter((file) => readFileSync(join(folder, file), 'utf8').includes(guardianToken))).toEqual([])
  })

  it('stands on no public page before the day, nor is one shown that was put up for it', async () => {
    const { token, guardianToken, code } = await nextMinor()
    await answerAsGuardian(guardianToken, code, yes, node.context)
    const key = await newKey()
    const { credential } = await take(token, key)
    const publish = async (): Promise<string> => {
      const content = { bundle: formatBundle({ credentials: [credential], documents: {}, status: {}, ledgerProofs: [], logs: [] }), isListed: false, expiresAt: new Date(node.clock.now.getTime() + 86_400_000) }
      const signing = { signingKey: key, verificationMethod: didKeyVerificationMethod(key.publicKey), created: node.clock.now, cryptography: nativeCryptography }
      const proof = await signPresentation({ holder: didKey(key.publicKey), challenge: pageChallenge(content, nativeCryptography), domain: node.context.config.publicBaseUrl }, signing)
      return (await keepPage({ ...content, proofs: [proof] }, node.context)).id
    }
    await expect(publish()).rejects.toThrow(expect.objectContaining({ code: 'public-page/minor' }))
    const id = await onDay(until, publish)
    await expect(loadPage(id, node.context)).rejects.toThrow(expect.objectContaining({ code: 'public-page/ended' }))
    expect((await onDay(until, () => loadPage(id, node.context))).isListed).toBe(false)
  })

  it('carries the link for a guardian on its slip, and keeps their address, only while they have a say', async () => {
    const [early, late] = [await nextMinor(), await nextMinor()]
    const find = async ({ claim }: Minor): Promise<DeskClaim> => (await searchClaims({ state: 'all', text: claim.email, limit: 1 }, acting.actor.organisationId, node.context)).claims[0] ?? fail()
    const addressOf = async ({ claim: { id } }: Minor): Promise<string | undefined> => (await node.context.database.selectFrom('claim').select('award').where('id', '=', id).executeTakeFirstOrThrow()).award.guardian?.email
    expect((await find(late)).guardianLink).toBe(`https://school.example/guardian#${late.guardianToken}`)
    expect((await searchClaims({ state: 'all', text: adult.email, limit: 1 }, acting.actor.organisationId, node.context)).claims[0]?.guardianLink).toBeNull()
    const folder = node.context.config.mail.outboxFolder
    const waiting = ({ guardianToken }: Minor): number => readdirSync(folder).filter((file) => readFileSync(join(folder, file), 'utf8').includes(guardianToken)).length
    await resendClaim(late.claim.id, acting)
    expect(waiting(late)).toBe(1)
    await handOverCustody(early.claim.id, 'by-law', acting)
    await sweepGuardians(node.context)
    expect({ early: await addressOf(early), link: (await find(early)).guardianLink }).toEqual({ early: undefined, link: null })
    expect(await addressOf(late)).toMatch(/^parent\d+@example.org$/)
    await onDay(until, async () => {
      expect((await find(late)).guardianLink).toBeNull()
      await sweepGuardians(node.context)
      await sweepGuardians(node.context)
    })
    expect({ address: await addressOf(late), waiting: waiting(late) }).toEqual({ address: undefined, waiting: 0 })
    const { rows } = await sql<{ readonly found: string }>`select claim.award::text as found from claim where claim.award::text like '%parent%'`.execute(node.context.database)
    expect(rows).toEqual([])
    expect(await loadDeskGuardian(late.claim.id, acting.actor.organisationId, node.context)).toMatchObject({ until, email: null })
  })

  it('is not another organisation’s, and a link of any other form finds nothing', async () => {
    const stranger = { ...acting, actor: { ...acting.actor, organisationId: 'other' } }
    await expect(showGuardianCode(adult.id, stranger)).rejects.toThrow(expect.objectContaining({ code: 'claim/not-found' }))
    await expect(showGuardianCode(adult.id, acting)).rejects.toThrow(expect.objectContaining({ code: 'claim/guardian-none' }))
    for (const token of ['', 'x', '../..', tokenOf(adult)]) await expect(lookAsGuardian(token, node.context)).rejects.toThrow(expect.objectContaining({ code: 'claim/not-found' }))
  })
})
