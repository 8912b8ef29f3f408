import { describe, expect, it } from 'vitest'
import { ed25519Jwk, webCryptography as cryptography } from 'everlearned/crypto'
import { cosignerKeyOf, formatCosignerKey } from 'everlearned/ledger'
import { policyLines, sectorLines } from './policy-lines.ts'

async function witnesses(count: number): Promise<readonly { readonly name: string, readonly line: string }[]> {
  return Promise.all(Array.from({ length: count }, async (_, index) => {
    const { publicKey } = await cryptography.importSigningKey(ed25519Jwk(new Uint8Array(32).fill(index + 1)))
    const name = `w${index + 1}.example`
    return { name, line: `witness ${name} ${formatCosignerKey(cosignerKeyOf(name, publicKey, cryptography.sha256))}` }
  }))
}

describe('policyLines()', () => {
  it('says of a network of one that nobody else watches', () => {
    expect(policyLines('quorum none\n', cryptography)).toEqual([expect.stringContaining('This network has one member so far')])
  })

  it('counts sectors where the policy is made of them, as the design demands of five', async () => {
    const all = await witnesses(15)
    const sectors = ['education', 'employer', 'certification', 'worker', 'government']
    const groups = sectors.map((sector, row) => `group ${sector} 2 ${all.slice(row * 3, row * 3 + 3).map(({ name }) => name).join(' ')}`)
    const text = [...all.map(({ line }) => line), ...groups, `group sectors 4 ${sectors.join(' ')}`, 'quorum sectors', ''].join('\n')
    expect(policyLines(text, cryptography)).toEqual([
      '4 of 5 sectors must sign before an entry counts.', 'Two sectors may lie together with whoever runs the log, and nobody is fooled.',
      'One sector may be out of reach, and entries still become final.', 'Any two groups that could sign have at least 3 members in common.',
    ])
    expect(sectorLines(text, cryptography)[3]).toBe('Worker organisations: 2 of 3')
  })

  it('counts members where there is one group, and hides no weakness', async () => {
    const all = await witnesses(3)
    const text = [...all.map(({ line }) => line), `group all 2 ${all.map(({ name }) => name).join(' ')}`, 'quorum all', ''].join('\n')
    expect(policyLines(text, cryptography)).toEqual([
      '2 of 3 members must sign before an entry counts.', 'If even one of them lied together with whoever runs the log, two histories could be shown.',
      'One member may be out of reach, and entries still become final.', 'Any two groups that could sign have one member in common.',
    ])
  })

  it.each(['', 'quorum nobody\n', 'group x 9 y\n'])('says nothing of what cannot be read: %j', (text) => {
    expect(policyLines(text, cryptography)).toBeUndefined()
    expect(sectorLines(text, cryptography)).toEqual([])
  })
})
