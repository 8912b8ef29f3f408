import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { newCosigners } from './_cosigners.ts'
import { lintPolicy, type PolicyLint } from './lint-policy.ts'
import { formatPolicy, parsePolicy, type Policy, type PolicyGroup } from './policy.ts'
import { hasQuorum } from './satisfies.ts'
import { verifierKeyOf } from './verifier-key.ts'

const { sha256 } = cryptography
const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const log = verifierKeyOf('college.example/ledger', signingKey.publicKey, sha256)
const cosigners = await newCosigners(15, log, cryptography)

function policyWith(size: number, groups: readonly PolicyGroup[]): Policy {
  const witnesses = cosigners.slice(0, size).map(({ key }) => ({ name: key.name, key }))
  return parsePolicy(formatPolicy({ logs: [{ key: log }], witnesses, groups, quorum: groups.at(-1)?.name ?? 'w0' }), sha256)
}

function flat(size: number, threshold: number): Policy {
  return policyWith(size, [{ name: 'all', threshold, members: cosigners.slice(0, size).map(({ key }) => key.name) }])
}

/** Five sectors of three: `inside` of three in a sector, `sectors` of five. */
function sectorPolicy(inside: number, sectors: number): Policy {
  const groups = Array.from({ length: 5 }, (_, sector) => ({ name: `s${sector}`, threshold: inside, members: [0, 1, 2].map((member) => `w${sector * 3 + member}`) }))
  return policyWith(15, [...groups, { name: 'sectors', threshold: sectors, members: groups.map(({ name }) => name) }])
}

/** A tree of groups over witnesses, each used once; the shape is data, so that it shrinks. */
type Shape = { readonly threshold: number; readonly children: readonly Shape[] } | null

const { shape } = fc.letrec<{ readonly shape: Shape; readonly leaf: Shape }>((tie) => ({
  leaf: fc.constant(null),
  shape: fc.record({ threshold: fc.nat(), children: fc.array(fc.oneof({ depthSize: 'small', withCrossShrink: true }, tie('leaf'), tie('shape')), { minLength: 1, maxLength: 4 }) }),
}))

function policyOfShape(root: Shape): Policy {
  const groups: PolicyGroup[] = []
  let witnesses = 0
  const name = (at: Shape): string => {
    if (at === null) return `w${witnesses++}`
    const members = at.children.map(name)
    groups.push({ name: `g${groups.length}`, threshold: 1 + (at.threshold % members.length), members })
    return groups.at(-1)!.name
  }
  name(root)
  return { logs: [], witnesses: Array.from({ length: witnesses }, (_, index) => ({ name: `w${index}`, key: cosigners[0]!.key })), groups, quorum: groups.at(-1)!.name }
}

function leaves(at: Shape): number {
  return at === null ? 1 : at.children.reduce((sum, child) => sum + leaves(child), 0)
}

const bits = (set: number): number => set.toString(2).replaceAll('0', '').length

/** All that lintPolicy() says of members, found by looking at every set of witnesses. */
function enumerate(policy: Policy): Pick<PolicyLint, 'members'>['members'] {
  const size = policy.witnesses.length
  const isQuorum = Array.from({ length: 2 ** size }, (_, set) => hasQuorum(policy, new Set(policy.witnesses.flatMap(({ name }, index) => ((set >> index) % 2 === 1 ? [name] : [])))))
  const quorums = isQuorum.flatMap((is, set) => (is ? [set] : []))
  const minimal = quorums.filter((set) => Array.from({ length: size }, (_, index) => set & ~(1 << index)).every((smaller) => smaller === set || isQuorum[smaller] !== true))
  const overlap = minimal.reduce((least, left) => minimal.reduce((found, right) => Math.min(found, bits(left & right)), least), size)
  const blocking = isQuorum.reduce((least, _, down) => (isQuorum[(2 ** size - 1) & ~down] === true ? least : Math.min(least, bits(down))), size)
  return { total: size, overlap, mayLie: Math.max(0, overlap - 1), mayBeDown: blocking - 1 }
}

describe('lintPolicy()', () => {
  it('counts exactly what looking at every pair of quorums counts', () => {
    fc.assert(fc.property(shape.filter((at) => leaves(at) <= 9), (at) => {
      const policy = policyOfShape(at)
      expect(lintPolicy(policy).members).toEqual(enumerate(policy))
    }), { numRuns: 150 })
  })

  it('five sectors of three, 2 of 3 inside, 4 of 5 sectors: two quorums share 3 cosigners in 3 sectors', () => {
    expect(lintPolicy(sectorPolicy(2, 4))).toEqual({
      isAccepted: true, findings: [],
      members: { total: 15, overlap: 3, mayLie: 2, mayBeDown: 3 },
      sectors: { total: 5, overlap: 3, mayLie: 2, mayBeDown: 1 },
    })
    expect(enumerate(sectorPolicy(2, 4))).toEqual({ total: 15, overlap: 3, mayLie: 2, mayBeDown: 3 })
  })

  it('sees that one cosigner of a sector is not enough to bind the sector', () => {
    expect(lintPolicy(sectorPolicy(1, 4))).toMatchObject({ isAccepted: false, members: { overlap: 0 }, sectors: { overlap: 0 } })
  })

  it('counts a sector with a veto as one of the sectors', () => {
    const groups = [
      ...[0, 1, 2, 3, 4].map((sector) => ({ name: `s${sector}`, threshold: 2, members: [0, 1, 2].map((member) => `w${sector * 3 + member}`) })),
      { name: 'others', threshold: 3, members: ['s0', 's1', 's2', 's3'] },
    ]
    const policy = policyWith(15, [...groups, { name: 'q', threshold: 2, members: ['s4', 'others'] }])
    expect(lintPolicy(policy)).toMatchObject({ isAccepted: true, members: { overlap: 3, mayBeDown: 1 }, sectors: { total: 5, overlap: 3, mayBeDown: 0 } })
  })

  it.each([[5, 3, false], [5, 4, true], [4, 3, true], [4, 2, false], [7, 4, false], [7, 5, true], [9, 7, true], [3, 2, true], [2, 1, false], [1, 1, true]])('of %d members, %d needed: accepted %j', (size, threshold, isAccepted) => {
    const lint = lintPolicy(flat(size, threshold))
    expect(lint.isAccepted).toBe(isAccepted)
    expect(lint.members.overlap).toBe(Math.max(0, 2 * threshold - size))
    expect(lint.findings.filter(({ severity }) => severity === 'refused').map(({ code }) => code)).toEqual(isAccepted ? [] : ['ledger/policy-overlap-too-small'])
  })

  it('takes the number of liars that is expected', () => {
    expect(lintPolicy(flat(5, 4), { liars: 2 }).isAccepted).toBe(true)
    expect(lintPolicy(flat(5, 4), { liars: 3 }).isAccepted).toBe(false)
    expect(lintPolicy(flat(3, 2), { liars: 1 }).isAccepted).toBe(false)
  })

  it('refuses no quorum beside witnesses, and a log key that also cosigns; a network of one needs no quorum', () => {
    expect(lintPolicy(parsePolicy('quorum none\n', sha256))).toMatchObject({ isAccepted: true, members: { total: 0 } })
    expect(lintPolicy({ ...flat(5, 4), quorum: 'none' })).toMatchObject({ isAccepted: false, findings: [{ code: 'ledger/policy-without-quorum' }] })
    const shared = { ...flat(5, 4), logs: [{ key: verifierKeyOf('college.example/ledger', cosigners[2]!.key.publicKey, sha256) }] }
    expect(lintPolicy(shared)).toMatchObject({ isAccepted: false, findings: [{ code: 'ledger/policy-key-shared' }] })
  })

  it('warns of witnesses that do not count and of a quorum that any outage stops', () => {
    const lint = lintPolicy(policyWith(5, [{ name: 'all', threshold: 4, members: ['w0', 'w1', 'w2', 'w3'] }]))
    expect(lint.isAccepted).toBe(true)
    expect(lint.findings.map(({ code, severity }) => [code, severity])).toEqual([['ledger/policy-witness-unused', 'warning'], ['ledger/policy-without-slack', 'warning']])
  })
})
