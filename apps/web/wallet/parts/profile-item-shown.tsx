import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { filledParts, type LifePart, partsOfItem, type ProfileItem, type TimelineItem } from 'everlearned/holder'
import { CheckField } from '../../components/field.tsx'
import { walletLife } from '../../messages/wallet-life.ts'
import { walletProfile } from '../../messages/wallet-profile.ts'
import { useLoaded } from '../../use-loaded.ts'
import type { OpenSession } from '../session.ts'
import { FactChoice } from './fact-choice.tsx'

const words = walletProfile.edit

interface ShownProps {
  readonly session: OpenSession
  readonly thing: TimelineItem
  readonly item: ProfileItem
  readonly onChange: (item: ProfileItem) => void
}

/** Which parts of a thing these people see; behind a line, so that a long profile stays short. */
export function ProfileItemShown({ session, thing, item, onChange }: ShownProps): VNode {
  const [isOpen, setOpen] = useState(false)
  return (
    <details class="more" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.shown}</summary>
      {isOpen && (thing.kind === 'entry' ? item.kind === 'entry' && <Parts thing={thing} item={item} onChange={onChange} /> : item.kind === 'record' && <Facts session={session} thing={thing} item={item} onChange={onChange} />)}
    </details>
  )
}

/** A part that is marked as private is put in by its own yes, one by one. */
function Parts({ thing: { entry }, item, onChange }: { readonly thing: Extract<TimelineItem, { readonly kind: 'entry' }>; readonly item: Extract<ProfileItem, { readonly kind: 'entry' }>; readonly onChange: (item: ProfileItem) => void }): VNode {
  const shown = partsOfItem(entry, item)
  const choose = (part: LifePart) => (isShown: boolean): void => {
    const [leftOut, confirmed] = [item.leftOut.filter((each) => each !== part), item.confirmed.filter((each) => each !== part)]
    if (!isShown) onChange({ ...item, leftOut: [...leftOut, part], confirmed })
    else onChange({ ...item, leftOut, confirmed: entry.sensitive.includes(part) ? [...confirmed, part] : confirmed })
  }
  return (
    <div>
      {filledParts(entry).filter((part) => part !== 'what').map((part) => (
        <CheckField key={part} label={walletLife.parts[part]} hint={entry.sensitive.includes(part) ? words.private : undefined} isChecked={shown.includes(part)} onChange={choose(part)} />
      ))}
    </div>
  )
}

function Facts({ session, thing: { record }, item, onChange }: { readonly session: OpenSession; readonly thing: Extract<TimelineItem, { readonly kind: 'record' }>; readonly item: Extract<ProfileItem, { readonly kind: 'record' }>; readonly onChange: (item: ProfileItem) => void }): VNode {
  const facts = useLoaded(async () => {
    const { canShowParts, factsOf } = await import('../heavy.ts')
    return canShowParts(record.credential) ? factsOf(record.credential, session.context.cryptography) : []
  }, [record.id]).value ?? []
  if (facts.length === 0) return <p class="quiet">{words.allOfIt}</p>
  const names = facts.map(({ name }) => name)
  return <FactChoice facts={facts} chosen={names.filter((name) => !item.leftOut.includes(name))} onChange={(chosen) => onChange({ ...item, leftOut: names.filter((name) => !chosen.includes(name)) })} />
}
