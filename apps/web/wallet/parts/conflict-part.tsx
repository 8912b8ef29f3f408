import type { VNode } from 'preact'
import { describeCredential, openEntry, saveEntry, type KeptConflict } from 'everlearned/holder'
import { Button } from '../../components/button.tsx'
import { formatDay } from '../../locale.ts'
import { custody } from '../../messages/custody.ts'
import { useLoaded } from '../../use-loaded.ts'
import { announceChange, contentVersion, type OpenSession } from '../session.ts'

const words = custody.sync

/** What gave way to another device's change: to be taken back, or thrown away. */
export function ConflictPart({ session: { context } }: { readonly session: OpenSession }): VNode | null {
  const kept = useLoaded(async () => Promise.all((await context.storage.loadEntries('conflict')).map((entry) => openEntry<KeptConflict>(entry, context))), [context, contentVersion.value])
  if (kept.value === undefined || kept.value.length === 0) return null
  const drop = async (conflict: KeptConflict): Promise<void> => {
    await context.storage.removeEntry('conflict', conflict.id)
    announceChange()
  }
  const use = async (conflict: KeptConflict): Promise<void> => {
    await saveEntry(conflict.of.kind, { ...(conflict.value as object), id: conflict.of.id }, context)
    await drop(conflict)
  }
  return (
    <section class="stack" data-testid="conflicts">
      <h2>{words.conflictsHeading(kept.value.length)}</h2>
      <p>{words.conflictsText}</p>
      <ul class="ways">
        {kept.value.map((conflict) => (
          <li key={conflict.id}>
            <span>{titleOf(conflict)} <span class="quiet">{words.conflictOf(formatDay(conflict.keptAt))}</span></span>
            <Button onPress={() => void use(conflict)}>{words.useIt}</Button>
            <Button onPress={() => void drop(conflict)}>{words.dropIt}</Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What the kept version calls itself. */
function titleOf({ value }: KeptConflict): string {
  if (typeof value !== 'object' || value === null) return ''
  const { credential, name, title } = value as Readonly<Record<string, unknown>>
  if (typeof credential === 'string') return describeCredential(credential).name ?? ''
  return [title, name].find((text) => typeof text === 'string') as string | undefined ?? ''
}
