import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { describeCredential, maySend, partsOfItem, type ProfileItem, profileItemOf, type TimelineItem } from 'everlearned/holder'
import { Button } from '../../components/button.tsx'
import { ConfirmDialog } from '../../components/dialog.tsx'
import { Icon, type IconName } from '../../components/icon.tsx'
import { walletProfile } from '../../messages/wallet-profile.ts'
import { walletRecord } from '../../messages/wallet-record.ts'
import { walletTimeline } from '../../messages/wallet-timeline.ts'
import type { OpenSession } from '../session.ts'
import { ProfileItemShown } from './profile-item-shown.tsx'
import type { Held } from './use-profile.ts'
import '../../components/profile.css'

const words = walletProfile.edit

interface ProfileItemsProps {
  readonly session: OpenSession
  readonly held: Held
  readonly items: readonly ProfileItem[]
  readonly onChange: (items: readonly ProfileItem[]) => void
}

/** What is in a profile, in its order, and what could be put in. What is one achievement is offered once. */
export function ProfileItems({ session, held, items, onChange }: ProfileItemsProps): VNode {
  const [asked, setAsked] = useState<ProfileItem>()
  const [said, setSaid] = useState('')
  const all = held.groups.flatMap(({ main, also }) => [main, ...also])
  const thingOf = (item: ProfileItem): TimelineItem | undefined => all.find(({ kind, id }) => kind === item.kind && id === item.id)
  const isIn = ({ kind, id }: TimelineItem): boolean => items.some((item) => item.kind === kind && item.id === id)
  const open = held.groups.filter(({ main, also }) => ![main, ...also].some(isIn) && mayGo(main))
  const add = (item: ProfileItem): void => {
    const thing = thingOf(item)
    if (thing?.kind === 'entry' && item.kind === 'entry' && partsOfItem(thing.entry, item).length === 0) setAsked(item)
    else onChange([...items, item])
  }
  const move = (from: number, to: number): void => {
    const item = items[from]
    if (item === undefined || to < 0 || to >= items.length) return
    onChange(items.toSpliced(from, 1).toSpliced(to, 0, item))
    setSaid(words.moved(nameOf(thingOf(item)), to + 1))
  }
  const putPrivate = (): void => {
    if (asked?.kind === 'entry') onChange([...items, { ...asked, confirmed: ['what'] }])
    setAsked(undefined)
  }
  const isPlain = (thing: TimelineItem): boolean => thing.kind === 'record' || !thing.entry.sensitive.includes('what')
  return (
    <>
      <section class="stack">
        <h2>{words.inHeading}</h2>
        <p class="hint">{items.length === 0 ? words.inEmpty : words.inHint}</p>
        <p class="hidden-text" role="status">{said}</p>
        {items.length > 0 && (
          <ol class="profile-items">
            {items.map((item, index) => {
              const [thing, name] = [thingOf(item), nameOf(thingOf(item))]
              return (
                <li key={`${item.kind}/${item.id}`} class="profile-item">
                  <div class="stack stack-tight">
                    <p class="strong"><bdi>{name}</bdi></p>
                    <p class="quiet small">{thing === undefined ? words.gone : fromOf(thing)}</p>
                    {thing !== undefined && <ProfileItemShown session={session} thing={thing} item={item} onChange={(next) => onChange(items.with(index, next))} />}
                  </div>
                  <div class="profile-moves">
                    <MoveButton label={words.up} about={name} isOff={index === 0} icon="up" onPress={() => move(index, index - 1)} />
                    <MoveButton label={words.down} about={name} isOff={index === items.length - 1} icon="down" onPress={() => move(index, index + 1)} />
                    <Button onPress={() => onChange(items.toSpliced(index, 1))}>{words.remove}<span class="hidden-text">: {name}</span></Button>
                  </div>
                </li>
              )
            })}
          </ol>
        )}
      </section>
      <section class="stack">
        <h2>{words.outHeading}</h2>
        {open.length === 0 ? <p class="quiet">{words.outEmpty}</p> : (
          <>
            {open.some(({ main }) => isPlain(main)) && <div><Button icon="plus" onPress={() => onChange([...items, ...open.map(({ main }) => main).filter(isPlain).map(profileItemOf)])}>{words.everything}</Button></div>}
            <ul class="profile-items">
              {open.map(({ main, also }) => (
                <li key={main.id} class="profile-item">
                  <p><bdi class="strong">{nameOf(main)}</bdi><br /><span class="quiet small">{fromOf(main)}{also.length > 0 && ` · ${walletTimeline.also(also.length)}`}{main.kind === 'entry' && main.entry.sensitive.length > 0 && ` · ${walletTimeline.private}`}</span></p>
                  <Button onPress={() => add(profileItemOf(main))}>{words.add}<span class="hidden-text">: {nameOf(main)}</span></Button>
                </li>
              ))}
            </ul>
          </>
        )}
      </section>
      {asked !== undefined && <ConfirmDialog title={words.privateHeading} act={words.privateYes} onAct={putPrivate} onClose={() => setAsked(undefined)}><p>{words.privateText}</p></ConfirmDialog>}
    </>
  )
}

function MoveButton({ label, about, icon, isOff, onPress }: { readonly label: string; readonly about: string; readonly icon: IconName; readonly isOff: boolean; readonly onPress: () => void }): VNode {
  return <button type="button" class="button-plain button-move" aria-disabled={isOff} onClick={() => { if (!isOff) onPress() }}><Icon name={icon} /><span class="hidden-text">{label}: {about}</span></button>
}

/** While a guardian allows no link, a record goes into no profile. */
const mayGo = (thing: TimelineItem): boolean => thing.kind === 'entry' || maySend(thing.record, 'link', new Date())

const nameOf = (thing: TimelineItem | undefined): string => (thing === undefined ? words.gone : thing.kind === 'entry' ? thing.entry.facts.what : describeCredential(thing.record.credential).name ?? walletRecord.unnamed)

const fromOf = (thing: TimelineItem): string => (thing.kind === 'entry' ? walletTimeline.own : describeCredential(thing.record.credential).issuer.name ?? walletRecord.issuerUnnamed)
