import { chmodSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openKeyFile } from './key-file.ts'

const makePath = (): string => join(mkdtempSync(join(tmpdir(), 'ler-key-')), 'key')

describe('openKeyFile()', () => {
  it('makes a key that only its owner can read, and opens the same one again', () => {
    const path = makePath()
    const sealed = openKeyFile(path, true).seal('secret', 'purpose')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(openKeyFile(path, false).open(sealed, 'purpose').toString()).toBe('secret')
  })

  it('makes none where one was lost', () => {
    expect(() => openKeyFile(makePath(), false)).toThrow(expect.objectContaining({ code: 'key-file/missing' }))
  })

  it.each([0o640, 0o604, 0o660])('refuses a file of mode %o', (mode) => {
    const path = makePath()
    openKeyFile(path, true)
    chmodSync(path, mode)
    expect(() => openKeyFile(path, true)).toThrow(expect.objectContaining({ code: 'key-file/exposed' }))
  })

  it.each(['', 'short', 'A'.repeat(44)])('refuses a file that holds %j', (text) => {
    const path = makePath()
    writeFileSync(path, text, { mode: 0o600 })
    expect(() => openKeyFile(path, true)).toThrow(expect.objectContaining({ code: 'key-file/malformed' }))
    expect(readFileSync(path, 'utf8')).toBe(text)
  })
})

describe('a sealed secret', () => {
  const keyFile = openKeyFile(makePath(), true)

  it('opens to what was sealed, whatever bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.string(), (secret, purpose) => {
      expect(new Uint8Array(keyFile.open(keyFile.seal(secret, purpose), purpose))).toEqual(new Uint8Array(secret))
    }))
  })

  it('opens for its own purpose and under its own key file only', () => {
    const sealed = keyFile.seal('secret', 'organisation-key a 1')
    const wrong = expect.objectContaining({ code: 'key-file/wrong' })
    expect(() => keyFile.open(sealed, 'organisation-key b 1')).toThrow(wrong)
    expect(() => openKeyFile(makePath(), true).open(sealed, 'organisation-key a 1')).toThrow(wrong)
  })

  it('opens no more once any one character is changed or cut', () => {
    const sealed = keyFile.seal('secret', 'p')
    fc.assert(fc.property(fc.nat(sealed.length - 2), (at) => {
      const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1)
      expect(() => keyFile.open(changed, 'p')).toThrow(expect.objectContaining({ code: 'key-file/wrong' }))
      expect(() => keyFile.open(sealed.slice(0, at), 'p')).toThrow(expect.objectContaining({ code: 'key-file/wrong' }))
    }))
  })
})
