import type { Language } from '../apps/web/languages.ts'
import { showLanguage, wordsReady } from '../apps/web/messages/words.ts'

/** The languages in which stories of people run: one from the left, one from the right. Each with the locale that a browser context is opened with. */
export const storyLanguages = [
  { name: 'English', language: 'en', locale: 'en-US' },
  { name: 'Arabic', language: 'ar', locale: 'ar' },
] as const satisfies readonly { readonly name: string; readonly language: Language; readonly locale: string }[]

type StoryLanguage = (typeof storyLanguages)[number]

/** The languages of one story: both in the long run; in the gate, which is bounded in time, the one that it names, and another story another. */
export function languagesOf(gate: StoryLanguage['language']): readonly StoryLanguage[] {
  return process.env['LER_TEST_LONG'] === undefined ? storyLanguages.filter(({ language }) => language === gate) : storyLanguages
}

/**
 * Lets a story look for things by what the pages say in this language: it imports the words as the pages do, for example
 * `import { wallet } from '../apps/web/messages/wallet.ts'`, and asks for `page.getByRole('button', { name: wallet.make.done })`.
 */
export async function speak(language: Language): Promise<void> {
  await showLanguage(language)
  await wordsReady()
}
