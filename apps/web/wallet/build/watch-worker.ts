import { lock } from '../session.ts'
import { isWorkerStrange, keeperState, wishOfKeeper } from './build-signals.ts'
import { readKeeper, type KeeperState } from './keeper-state.ts'

/**
 * Follows what the service worker finds, and watches the service worker itself: browsers take another one that the node serves without
 * asking. One that no recorded build has is none of ours: the wallet forgets its keys and says so. A worker that takes over in the same
 * moment could keep it from saying so (docs/threat-model.md).
 */
export async function watchWorker(): Promise<void> {
  const { serviceWorker } = navigator
  serviceWorker.addEventListener('message', ({ data }) => { keeperState.value = data as KeeperState })
  const registration = await serviceWorker.ready
  keeperState.value ??= await readKeeper(caches)
  registration.addEventListener('updatefound', () => void judgeWorker(registration))
  await judgeWorker(registration)
}

async function judgeWorker({ installing, waiting, active }: ServiceWorkerRegistration): Promise<void> {
  if (active === null || (installing === null && waiting === null)) return
  const state = await wishOfKeeper('look')
  if (state === undefined || state.current === null || isAnnounced(state)) return
  lock()
  isWorkerStrange.value = true
}

/** Whether the newest build that is proven has another worker than the one that runs. On a node without a log nothing is announced, and nothing can be judged. */
function isAnnounced({ current, next, offered, worker }: KeeperState): boolean {
  if (current?.index === null) return true
  return (next ?? offered ?? current)?.worker !== worker
}
