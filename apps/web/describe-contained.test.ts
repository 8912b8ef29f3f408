import type { ContainedReport } from 'everlearned/verifier'
import { describe, expect, it } from 'vitest'
import { describeContained } from './describe-contained.ts'

const report = { contained: [] } as unknown as ContainedReport['report']
const at = (pointer: string, inside: ContainedReport['report'] = report): ContainedReport => ({ pointer, kind: 'credential', relation: { outcome: 'passed' }, isSignedByContainer: false, report: inside })

describe('describeContained()', () => {
  it('finds each by its pointer, with escaped names, and what is inside it in turn', () => {
    const inner = { name: 'Inner', issuer: { id: 'did:key:z1', name: 'Guild' }, credentialSubject: { endorsementComment: 'Taught well' } }
    const document = { 'a/b~c': [{ name: 'Outer', inside: inner }] }
    const [part] = describeContained(document, [at('/a~1b~0c/0', { ...report, contained: [at('/inside')] })])
    expect(part?.credential.name).toBe('Outer')
    expect(part?.parts[0]).toMatchObject({ credential: { name: 'Inner', issuer: { name: 'Guild' } }, comment: 'Taught well' })
  })

  it.each(['/gone', '/__proto__', '/list/length', '/text/0', '/list/7'])('says nothing of what is not there: %s', (pointer) => {
    const [part] = describeContained({ list: [1], text: 'text' }, [at(pointer)])
    expect(part).toMatchObject({ credential: { name: undefined }, comment: undefined, parts: [] })
  })

  it('cuts a comment that would fill the page', () => {
    expect(describeContained({ e: { credentialSubject: { endorsementComment: 'x'.repeat(9_000) } } }, [at('/e')])[0]?.comment).toHaveLength(2_000)
  })
})
