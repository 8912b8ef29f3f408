import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { maxProfile, type ProfileDraft, type ProfileItem } from 'everlearned/holder'
import { Button } from '../../components/button.tsx'
import { SelectField, TextArea, TextField } from '../../components/field.tsx'
import { Notice } from '../../components/notice.tsx'
import { type Language, languages } from '../../languages.ts'
import { wallet } from '../../messages/wallet.ts'
import { walletProfile } from '../../messages/wallet-profile.ts'
import type { OpenSession } from '../session.ts'
import { ProfileItems } from './profile-items.tsx'
import type { Held } from './use-profile.ts'

const words = walletProfile.edit

interface ProfileFormProps {
  readonly session: OpenSession
  readonly held: Held
  readonly first: ProfileDraft
  readonly onKeep: (draft: ProfileDraft) => Promise<void>
}

/** Under which name, in which words, what, and in which order. */
export function ProfileForm({ session, held, first, onKeep }: ProfileFormProps): VNode {
  const [title, setTitle] = useState(first.title)
  const [name, setName] = useState(first.name)
  const [headline, setHeadline] = useState(first.headline)
  const [spoken, setSpoken] = useState(first.language)
  const [items, setItems] = useState<readonly ProfileItem[]>(first.items)
  const [isTried, setTried] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const save = async (event: Event): Promise<void> => {
    event.preventDefault()
    setTried(true)
    if (isBusy || title.trim() === '' || items.length === 0) return
    setBusy(true)
    try {
      await onKeep({ title, name, headline, language: spoken, items })
    } finally {
      setBusy(false)
    }
  }
  const spokenByPages = Object.entries(languages).map(([value, language]) => ({ value, label: language.name }))
  const choices = spokenByPages.some(({ value }) => value === spoken) ? spokenByPages : [...spokenByPages, { value: spoken as Language, label: spoken }]
  return (
    <form class="stack stack-loose" onSubmit={(event) => void save(event)} noValidate>
      <TextField label={words.title} hint={words.titleHint} fault={isTried && title.trim() === '' ? words.titleMissing : undefined} value={title} onValue={setTitle} max={maxProfile.title} />
      <TextField label={words.name} hint={words.nameHint} isOptional value={name} onValue={setName} max={maxProfile.name} autoComplete="name" />
      <TextArea label={words.headline} hint={words.headlineHint} isOptional value={headline} onValue={setHeadline} rows={2} max={maxProfile.headline} />
      {(name !== '' || headline !== '') && <SelectField label={words.language} value={spoken} onValue={setSpoken} choices={choices} />}
      <ProfileItems session={session} held={held} items={items} onChange={setItems} />
      {isTried && items.length === 0 && <Notice kind="fault"><p>{words.nothing}</p></Notice>}
      <Button type="submit" kind="main" class="button-wide button-large" busy={isBusy && wallet.working}>{words.save}</Button>
    </form>
  )
}
