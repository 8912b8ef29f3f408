import { describe, expect, it } from 'vitest'
import { chooseLanguage, languageAt, localeOf } from './languages.ts'

describe('chooseLanguage()', () => {
  it.each([
    ['ar', ['fr-FR', 'en'], 'ar'], [null, ['fr-CA', 'en'], 'fr'], [null, ['de-CH', 'es-419', 'en'], 'es'], [null, ['tlh'], 'en'], [null, [], 'en'],
    ['constructor', ['es'], 'es'], ['../../en', [], 'en'], ['', ['AR'], 'en'],
  ] as const)('takes of %s saved and %j wished: %s', (saved, wished, language) => {
    expect(chooseLanguage(saved, wished)).toBe(language)
  })
})

describe('localeOf()', () => {
  it.each([
    ['es', ['en-US', 'es-MX'], 'es-MX'], ['es', ['es-419'], 'es-419'], ['en', ['en-US@posix', 'en'], 'en'], ['ar', ['fr'], 'ar'], ['ar', ['ar-' + 'x'.repeat(9)], 'ar'],
  ] as const)('writes dates for %s and %j as %s', (language, wished, locale) => {
    expect(localeOf(language, wished)).toBe(locale)
    expect(() => new Intl.DateTimeFormat(locale)).not.toThrow()
  })
})

describe('languageAt()', () => {
  it.each(['/ledger', '/ledger/entry/3', '/console/college', '/login'])('is English at %s', (path) => {
    expect(languageAt(path)).toBe('en')
  })
})
