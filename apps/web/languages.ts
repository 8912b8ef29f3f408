/** The languages that the pages for everybody speak, each named in itself. */
export const languages = {
  en: { name: 'English', direction: 'ltr' },
  es: { name: 'Español', direction: 'ltr' },
  fr: { name: 'Français', direction: 'ltr' },
  ar: { name: 'العربية', direction: 'rtl' },
} as const

/** One of them. */
export type Language = keyof typeof languages

/** Where a browser keeps the language that somebody chose on this origin. */
const savedUnder = 'language'

/** The saved choice, else the first of the browser's languages that the pages speak, else English. Untrusted: both may hold anything. */
export function chooseLanguage(saved: string | null, wished: readonly string[]): Language {
  return [saved ?? '', ...wished].map((tag) => tag.split('-', 1)[0] ?? '').find(isLanguage) ?? 'en'
}

/**
 * The language with the reader's own region, whose dates and figures it takes: `es-MX` for somebody who reads Spanish there.
 * Untrusted: a browser may name what is no tag of a language (`en-US@posix`), which no format takes.
 */
export function localeOf(language: Language, wished: readonly string[]): string {
  return wished.find((tag) => /^[a-z]{2}-(?:[A-Z]{2}|\d{3})$/.test(tag) && tag.startsWith(`${language}-`)) ?? language
}

/** The language of this visit; English where there is no browser. */
export function firstLanguage(): Language {
  if (typeof document === 'undefined') return 'en'
  return chooseLanguage(readSaved(), navigator.languages)
}

/** Keeps a choice for the next visit, where the browser keeps anything. */
export function saveLanguage(language: Language): void {
  try {
    localStorage.setItem(savedUnder, language)
  } catch {
    // A browser that keeps nothing asks again on the next visit.
  }
}

function readSaved(): string | null {
  try {
    return localStorage.getItem(savedUnder)
  } catch {
    return null
  }
}

function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(languages, tag)
}
