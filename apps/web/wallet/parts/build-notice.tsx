import type { VNode } from 'preact'
import { Notice } from '../../components/notice.tsx'
import { walletBuild as words } from '../../messages/wallet-build.ts'
import { isWorkerStrange, keeperState } from '../build/build-signals.ts'
import { BuildRefused } from './build-part.tsx'

/** What everybody has to know of the program that the node serves, on whatever page they are. */
export default function BuildNotice({ isHome }: { readonly isHome: boolean }): VNode | null {
  const refused = keeperState.value?.refused ?? null
  if (isWorkerStrange.value) return <div class="build-notice column"><Notice kind="fault" title={words.strangeTitle}><p>{words.strange}</p></Notice></div>
  return isHome && refused !== null ? <div class="build-notice column"><BuildRefused code={refused.code} /></div> : null
}
