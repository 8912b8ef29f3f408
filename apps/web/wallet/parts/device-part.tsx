import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { readStorageState, requestPersistence } from 'everlearned/browser'
import { Button } from '../../components/button.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { walletSettings as words } from '../../messages/wallet-settings.ts'
import { useLoaded } from '../../use-loaded.ts'
import { autoLockMinutes } from '../session.ts'

/** What this browser promised, and where the page comes from. */
export function DevicePart(): VNode {
  const state = useLoaded(readStorageState, [])
  const [isRefused, setRefused] = useState(false)
  const ask = async (): Promise<void> => {
    setRefused(!(await requestPersistence()))
    state.reload()
  }
  return (
    <section class="stack">
      <h2>{words.deviceHeading}</h2>
      <Loaded of={state}>
        {({ isPersistent }) => (isPersistent ? <p>{words.persistent}</p> : (
          <>
            <p>{words.notPersistent}</p>
            <div><Button onPress={() => void ask()}>{words.askPersistence}</Button></div>
            <p role="status">{isRefused ? words.refused : ''}</p>
          </>
        ))}
      </Loaded>
      <p>{words.autoLock(autoLockMinutes)}</p>
      <p>{words.where} <span class="code">{location.origin}</span>. {words.whereHelp}</p>
    </section>
  )
}
