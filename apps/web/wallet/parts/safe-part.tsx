import type { VNode } from 'preact'
import { loadRecoveryNote, loadSyncState } from 'everlearned/holder'
import { formatAgo, formatDay } from '../../locale.ts'
import { custody } from '../../messages/custody.ts'
import { useLoaded } from '../../use-loaded.ts'
import type { OpenSession } from '../session.ts'

const words = custody.overview

/** The ways back into the wallet, each with whether it is prepared. */
export function SafePart({ session: { context } }: { readonly session: OpenSession }): VNode {
  const { value } = useLoaded(async () => ({ recovery: await loadRecoveryNote(context), sync: await loadSyncState(context) }), [context])
  const { phraseAt, people } = value?.recovery ?? {}
  const synced = value?.sync === undefined ? undefined : value.sync.syncedAt === null ? words.devicesNever : words.devicesOn(formatAgo(value.sync.syncedAt))
  return (
    <section class="stack" id="safe">
      <h2>{words.heading}</h2>
      <ul class="ways">
        <Way id="phrase" href="/recovery/words" name={words.phrase} state={phraseAt === undefined ? undefined : words.phraseDone(formatDay(phraseAt))} />
        <Way id="people" href="/recovery/people" name={words.people} state={people === undefined ? undefined : words.peopleDone(people.threshold, people.names.length, formatDay(people.madeAt))} />
        <Way id="devices" href="/sync" name={words.devices} state={synced} />
      </ul>
    </section>
  )
}

/** Moving in and out. */
export function MovePart(): VNode {
  return (
    <section class="stack">
      <h2>{words.movingHeading}</h2>
      <ul class="ways">
        <Way id="export" href="/export" name={words.take} state={words.takeHint} />
        <Way id="import" href="/import" name={words.bring} state={words.bringHint} />
      </ul>
    </section>
  )
}

function Way({ id, href, name, state }: { readonly id: string, readonly href: string, readonly name: string, readonly state: string | undefined }): VNode {
  return <li><a href={href} data-testid={`way-${id}`}>{name}</a><span class={state === undefined ? 'strong' : 'quiet'}>{state ?? words.none}</span></li>
}
