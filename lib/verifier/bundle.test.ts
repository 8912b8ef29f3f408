import { describe, expect, it } from 'vitest'
import { formatBundle, maxBundleEntries, parseBundle } from './bundle.ts'
import { VerifierError } from './verifier-error.ts'

const bundle = {
  credentials: ['{ "kept":\n  "as it was" }'], documents: { 'did:web:a': { id: 'did:web:a' } }, ledgerProofs: [{ type: 'LedgerProof' }], logs: ['a+b+c'], archived: [{ type: 'ArchiveProof' }],
  status: { 'https://a.example/1': { credential: { type: 'x' }, fetchedAt: '2026-11-21T12:00:00Z' } },
}

describe('formatBundle() and parseBundle()', () => {
  it('keep every credential as it was written', () => {
    expect(parseBundle(formatBundle(bundle))).toEqual(bundle)
  })

  it('keep what stands over them, cut, and without what turns text round', () => {
    const cover = { name: 'Sofia', headline: 'Plans routes', language: 'es-419' }
    expect(parseBundle(formatBundle({ ...bundle, cover })).cover).toEqual(cover)
    expect(parseBundle({ type: 'EverlearnedBundle', version: 1, credentials: ['{}'], cover: { name: ` S\u202Eofia\n${'x'.repeat(200)}`, headline: 5, language: '<script>' } }).cover).toEqual({ name: `Sofia ${'x'.repeat(74)}` })
    for (const nothing of ['Sofia', [], {}, { name: ' ' }]) expect(parseBundle({ type: 'EverlearnedBundle', version: 1, credentials: ['{}'], cover: nothing }).cover).toBeUndefined()
  })

  it('take a bundle with nothing but a credential', () => {
    expect(parseBundle({ type: 'EverlearnedBundle', version: 1, credentials: ['{}'] })).toEqual({ credentials: ['{}'], documents: {}, status: {}, ledgerProofs: [], logs: [] })
  })

  it.each([
    ['another type', { type: 'Zip' }], ['another version', { version: 2 }], ['no credential', { credentials: [] }], ['a credential that is no text', { credentials: [{}] }],
    ['a status without its moment', { status: { a: { credential: {} } } }], ['documents that are a list', { documents: [] }], ['logs that are no texts', { logs: [1] }],
    ['too many credentials', { credentials: Array.from({ length: maxBundleEntries + 1 }, () => '{}') }], ['too many archive proofs', { archived: Array.from({ length: maxBundleEntries + 1 }, () => ({})) }], ['too many ledger proofs', { ledgerProofs: Array.from({ length: maxBundleEntries + 1 }, () => ({})) }],
  ])('refuse %s', (_what, change) => {
    expect(() => parseBundle({ type: 'EverlearnedBundle', version: 1, ...bundle, ...change })).toThrow(VerifierError)
  })
})
