import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { type Language, languages, saveLanguage } from '../languages.ts'
import { frame } from '../messages/frame.ts'
import { language, showLanguage } from '../messages/words.ts'

const choices = Object.keys(languages) as readonly Language[]

/** The languages, each named in itself. A change takes effect at once and leaves what was typed. */
export function LanguageSwitch({ label }: { readonly label?: string }): VNode {
  const [isMissing, setMissing] = useState(false)
  const choose = async (next: Language): Promise<void> => {
    try {
      await showLanguage(next)
      saveLanguage(next)
      setMissing(false)
    } catch {
      setMissing(true)
    }
  }
  return (
    <>
      <ul class="languages" aria-label={label}>
        {choices.map((each) => <li key={each}><button type="button" class="button-link" lang={each} dir={languages[each].direction} aria-pressed={each === language()} onClick={() => void choose(each)}>{languages[each].name}</button></li>)}
      </ul>
      {isMissing && <p role="status">{frame.languageMissing}</p>}
    </>
  )
}
