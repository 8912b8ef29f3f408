import { signal } from '@preact/signals'
import type { KeeperState, KeeperWish } from './keeper-state.ts'

/** What the service worker knows of builds; undefined until it answered, and where there is none. */
export const keeperState = signal<KeeperState | undefined>(undefined)

/** Whether the node sent another service worker that no recorded build has. */
export const isWorkerStrange = signal(false)

/** Asks the service worker for something; undefined where none runs. */
export async function wishOfKeeper(wish: KeeperWish): Promise<KeeperState | undefined> {
  const worker = navigator.serviceWorker?.controller ?? (await navigator.serviceWorker?.getRegistration())?.active
  if (worker === null || worker === undefined) return undefined
  const channel = new MessageChannel()
  const answer = new Promise<KeeperState>((resolve) => {
    channel.port1.onmessage = ({ data }) => resolve(data as KeeperState)
  })
  worker.postMessage(wish, [channel.port2])
  return (keeperState.value = await answer)
}
