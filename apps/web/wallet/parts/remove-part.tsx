import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { walletSettings as words } from '../../messages/wallet-settings.ts'
import { removeWallet } from '../session.ts'

/** Deletes the wallet from this browser, after a word that nobody types by accident. */
export function RemovePart(): VNode {
  const { route } = useLocation()
  const [word, setWord] = useState('')
  const [fault, setFault] = useState<string>()
  const remove = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (word.trim().toLowerCase() !== words.removeWord) return setFault(words.removeMismatch(words.removeWord))
    await removeWallet()
    route('/')
  }
  return (
    <section class="stack">
      <h2>{words.removeHeading}</h2>
      <p>{words.removeText}</p>
      <form class="stack" onSubmit={(event) => void remove(event)} noValidate>
        <TextField label={words.removeLabel(words.removeWord)} value={word} onValue={setWord} fault={fault} isShort max={40} />
        <div><Button type="submit" kind="danger">{words.remove}</Button></div>
      </form>
    </section>
  )
}
