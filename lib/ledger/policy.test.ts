import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { newCosigners, policyOf } from './_cosigners.ts'
import { parseCheckpoint, signCheckpoint, type Checkpoint } from './checkpoint.ts'
import { cosign, formatCosignerKey } from './cosignature.ts'
import { LedgerError } from './ledger-error.ts'
import { formatNote } from './note.ts'
import { formatPolicy, parsePolicy } from './policy.ts'
import { satisfies } from './satisfies.ts'
import { formatVerifierKey, verifierKeyOf } from './verifier-key.ts'

const { sha256 } = cryptography
const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const log = verifierKeyOf('college.example/ledger', signingKey.publicKey, sha256)
const cosigners = await newCosigners(6, log, cryptography)
const [v0 = '', v1 = '', v2 = '', v3 = ''] = cosigners.map(({ key }) => formatCosignerKey(key))
const checkpoint = await signCheckpoint({ origin: log.name, size: 7, root: cryptography.randomBytes(32) }, signingKey, cryptography)
const nested = `# two levels
log ${formatVerifierKey(log)}\thttps://college.example/
witness X1 ${v0}
 \twitness X2 ${v1} https://x2.example/ \t
witness Ý ${v2}

witness Y2 ${v3}
group X-witnesses 2 X1 X2
group Y-witnesses any Ý Y2
group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
`

async function cosignedBy(...indexes: readonly number[]): Promise<Checkpoint> {
  const lines = await Promise.all(indexes.map((index) => cosign(checkpoint, { ...cosigners[index]!.witness.identity, seconds: 100 + index }, cryptography)))
  return parseCheckpoint(formatNote({ text: checkpoint.note.text, signatures: [...checkpoint.note.signatures, ...lines] }))
}

describe('parsePolicy()', () => {
  it('reads logs, witnesses, groups in groups and the quorum; comments and spaces count for nothing', () => {
    const policy = parsePolicy(nested, sha256)
    expect(policy.logs).toEqual([{ key: log, url: 'https://college.example/' }])
    expect(policy.witnesses.map(({ name, url }) => [name, url])).toEqual([['X1', undefined], ['X2', 'https://x2.example/'], ['Ý', undefined], ['Y2', undefined]])
    expect(policy.groups).toEqual([
      { name: 'X-witnesses', threshold: 2, members: ['X1', 'X2'] }, { name: 'Y-witnesses', threshold: 1, members: ['Ý', 'Y2'] },
      { name: 'X-and-Y', threshold: 2, members: ['X-witnesses', 'Y-witnesses'] },
    ])
    expect(parsePolicy(formatPolicy(policy), sha256)).toEqual(policy)
    expect(parsePolicy('quorum none\n', sha256)).toEqual({ logs: [], witnesses: [], groups: [], quorum: 'none' })
  })

  it.each([
    ['no quorum', `witness a ${v0}\n`],
    ['two quorums', 'quorum none\nquorum none\n'],
    ['a quorum of nobody', 'quorum a\n'],
    ['a quorum that comes before its witness', `quorum a\nwitness a ${v0}\n`],
    ['two names in a quorum', `witness a ${v0}\nwitness b ${v1}\nquorum a b\n`],
    ['a witness called none', `witness none ${v0}\nquorum none\n`],
    ['a group called none', `witness a ${v0}\ngroup none any a\nquorum none\n`],
    ['none as a member', 'group g any none\nquorum g\n'],
    ['a group within itself', `group g any g\nquorum g\n`],
    ['a member defined later', `group g any a\nwitness a ${v0}\nquorum g\n`],
    ['a member twice in one group', `witness a ${v0}\ngroup g any a a\nquorum g\n`],
    ['a member in two groups', `witness a ${v0}\nwitness b ${v1}\ngroup g any a b\ngroup h any a\nquorum g\n`],
    ['a name twice', `witness a ${v0}\nwitness a ${v1}\nquorum a\n`],
    ['a group with the name of a witness', `witness a ${v0}\ngroup a any a\nquorum a\n`],
    ['a key twice under other names', `witness a ${v0}\nwitness b ${formatCosignerKey({ ...cosigners[0]!.key, name: 'w0' })}\nquorum a\n`],
    ['a log key twice', `log ${formatVerifierKey(log)}\nlog ${formatVerifierKey(log)}\nquorum none\n`],
    ['a log with the key of a witness', `log ${v0}\nquorum none\n`],
    ['a witness with the key of a log', `witness a ${formatVerifierKey(log)}\nquorum a\n`],
    ['a threshold of nought', `witness a ${v0}\ngroup g 0 a\nquorum g\n`],
    ['a threshold above its members', `witness a ${v0}\ngroup g 2 a\nquorum g\n`],
    ['a threshold that is no number', `witness a ${v0}\ngroup g most a\nquorum g\n`],
    ['a group of nobody', 'group g any\nquorum g\n'],
    ['a third thing behind a witness', `witness a ${v0} https://a.example b\nquorum a\n`],
    ['an unknown keyword', 'allow all\nquorum none\n'],
    ['a carriage return', 'quorum none\r\n'],
    ['a form feed between items', 'quorum\fnone\n'],
    ['a deleted character', 'quorum none\n#\u007f\n'],
    ['half a character', 'quorum none\n#\ud800\n'],
    ['a last line that does not end', 'quorum none'],
    ['nothing', ''],
    ['a megabyte of comments', `${'#\n'.repeat(500_000)}quorum none\n`],
    ['too many groups', `${Array.from({ length: 600 }, (_, index) => `witness w${index} ${v0}\n`).join('')}quorum none\n`],
  ])('refuses %s', (_, text) => {
    expect(() => parsePolicy(text, sha256)).toThrowError(expect.objectContaining({ code: 'ledger/policy-malformed' }))
  })

  it('keeps names apart that look the same, and separates at spaces and tabs only', () => {
    const text = `witness K ${v0}\nwitness \u212a ${v1}\nwitness a\u00a0b ${v2}\ngroup g all K \u212a a\u00a0b\nquorum g\n`
    expect(parsePolicy(text, sha256).groups[0]?.members).toEqual(['K', '\u212a', 'a\u00a0b'])
  })

  it('never throws anything else, whatever it is given', () => {
    const word = fc.constantFrom('log', 'witness', 'group', 'quorum', 'none', 'any', 'all', '2', 'a', 'b', v0, v1, ' ', '\t', '\n', '#', '\u0000')
    const outcome = (text: string): string => {
      try {
        const policy = parsePolicy(text, sha256)
        return isDeepStrictEqual(parsePolicy(formatPolicy(policy), sha256), policy) ? 'same' : 'differs'
      } catch (cause) {
        return cause instanceof LedgerError ? cause.code : 'fault'
      }
    }
    fc.assert(fc.property(fc.array(word, { maxLength: 40 }), (words) => {
      expect(['same', 'ledger/policy-malformed']).toContain(outcome(words.join(' ')))
    }))
  })
})

describe('satisfies()', () => {
  const policy = parsePolicy(nested, sha256)

  it('says by whom and when, and who is missing', async () => {
    expect(await satisfies(policy, await cosignedBy(0, 1, 3), cryptography)).toEqual({
      isFinal: true, log, missing: ['Ý'], forged: [],
      cosigners: [{ name: 'X1', at: 100 }, { name: 'X2', at: 101 }, { name: 'Y2', at: 103 }],
    })
  })

  it.each([[[0, 1, 2], true], [[0, 1, 2, 3], true], [[0, 1], false], [[0, 2, 3], false], [[2, 3], false], [[], false], [[0, 1, 4, 5], false]] as const)('cosigned by %j: %j', async (indexes, isFinal) => {
    expect((await satisfies(policy, await cosignedBy(...indexes), cryptography)).isFinal).toBe(isFinal)
  })

  it('does not count strangers, and asks for the signature of the log', async () => {
    const cosigned = await cosignedBy(0, 1, 2)
    const [, ...lines] = cosigned.note.signatures
    const unsigned = parseCheckpoint(formatNote({ text: cosigned.note.text, signatures: lines }))
    expect(await satisfies(policy, unsigned, cryptography)).toMatchObject({ isFinal: false, log: undefined })
    expect(await satisfies({ ...policy, logs: [] }, unsigned, cryptography)).toMatchObject({ isFinal: true, log: undefined })
  })

  it('rejects the whole note when one line of a known witness is wrong', async () => {
    const cosigned = await cosignedBy(0, 1, 2, 3)
    const signatures = cosigned.note.signatures.map((line, index) => (index === 4 ? { ...line, signature: line.signature.with(20, line.signature[20]! ^ 1) } : line))
    expect(await satisfies(policy, parseCheckpoint(formatNote({ text: cosigned.note.text, signatures })), cryptography)).toMatchObject({ isFinal: false, forged: ['Y2'] })
  })

  it('needs nobody under quorum none, and the one under a quorum of one', async () => {
    expect((await satisfies({ ...policy, quorum: 'none' }, checkpoint, cryptography)).isFinal).toBe(true)
    const single = policyOf(cosigners.slice(0, 1), { log, k: 1 }, cryptography)
    expect((await satisfies({ ...single, quorum: 'w0', groups: [] }, await cosignedBy(0), cryptography)).isFinal).toBe(true)
    expect((await satisfies({ ...single, quorum: 'w0', groups: [] }, await cosignedBy(1), cryptography)).isFinal).toBe(false)
  })
})
