import { describe, expect, it } from 'vitest'
import { importsOf, refusal } from './check-imports.ts'

describe('check-imports', () => {
  it.each([
    ['lib/verifier/verify.ts', '../ledger/proof.ts'],
    ['lib/ledger/log.ts', './tree.ts'],
    ['lib/node/file-log-storage.ts', '../ledger/log.ts'],
    ['apps/server/app.ts', 'everlearned/verifier'],
    ['lib/ledger/tree.test.ts', 'node:fs'],
  ])('lets %s import %s', (file, specifier) => {
    expect(refusal(file, specifier)).toBeUndefined()
  })

  it.each([
    ['lib/ledger/log.ts', '../credential/credential.ts'],
    ['lib/equity/rates.ts', '../holder/record.ts'],
    ['lib/verifier/verify.ts', '../node/native-crypto.ts'],
    ['lib/verifier/verify.ts', 'node:fs'],
    ['lib/verifier/verify.ts', '../ledger/index.ts'],
    ['lib/verifier/verify.ts', '../ledger/_private.ts'],
    ['lib/verifier/verify.ts', 'everlearned/ledger'],
    ['apps/server/app.ts', '../web/app.tsx'],
    ['apps/server/app.ts', '../../lib/ledger/log.ts'],
  ])('refuses that %s imports %s', (file, specifier) => {
    expect(refusal(file, specifier)).toBeTypeOf('string')
  })

  it('reads plain, type, re-exported and dynamic imports', () => {
    expect(importsOf("import a from 'a'\nimport type { b } from 'b'\nexport * from 'c'\nawait import('d')\nimport 'e'")).toEqual(['a', 'b', 'c', 'd', 'e'])
  })
})
