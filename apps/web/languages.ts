/** The languages that the pages for everybody speak, each named in itself, and what is said of a page that does not speak it. */
export const languages = {
  en: { name: 'English', direction: 'ltr', notHere: '' },
  es: { name: 'Español', direction: 'ltr', notHere: 'Por ahora, esta página está solo en inglés.' },
  fr: { name: 'Français', direction: 'ltr', notHere: 'Pour le moment, cette page n’existe qu’en anglais.' },
  ar: { name: 'العربية', direction: 'rtl', notHere: 'هذه الصفحة متاحة بالإنجليزية فقط في الوقت الحالي.' },
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

/** The pages of the desk and of the ledger, which speak English alone. */
const englishPages = /^\/(?:account|api-guide|console|issuer|join|ledger|login|network|setup)(?:\/|$)/

/** How the fragment of an address names the language that was chosen on another origin. */
const handedOverAs = 'language'

/** The same address, with the language of this page where the browser would not choose it by itself: another origin does not know what was chosen here. */
export function withLanguage(fragmentAddress: string, language: Language): string {
  return chooseLanguage(null, navigator.languages) === language ? fragmentAddress : `${fragmentAddress}&${handedOverAs}=${language}`
}

/** Untrusted: an address may hold anything. Only a language that the pages speak is taken, and only where nothing was chosen. */
function keepHandedOver(): void {
  const handed = new URLSearchParams(location.hash.slice(1)).get(handedOverAs)
  if (handed !== null && isLanguage(handed) && readSaved() === null) saveLanguage(handed)
}

/** The language of the reader; English where there is no browser. */
export function readersLanguage(): Language {
  if (typeof document === 'undefined') return 'en'
  keepHandedOver()
  return chooseLanguage(readSaved(), navigator.languages)
}

/** The language in which the page at `path` is shown to this reader. */
export function languageAt(path: string): Language {
  return englishPages.test(path) ? 'en' : readersLanguage()
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
