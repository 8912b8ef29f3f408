import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { walletBuild as words } from '../../messages/wallet-build.ts'
import { keeperState, wishOfKeeper } from '../build/build-signals.ts'
import type { KeeperState, KeeperWish, KnownBuild } from '../build/keeper-state.ts'

/** Which program this browser keeps, whether it stands on the log, and whether newer ones are taken. */
export function BuildPart(): VNode {
  const [busy, setBusy] = useState<KeeperWish>()
  useEffect(() => void wishOfKeeper('look'), [])
  const wish = async (what: KeeperWish): Promise<void> => {
    setBusy(what)
    const state = await wishOfKeeper(what)
    setBusy(undefined)
    if (what === 'take' && state !== undefined && state.next === null && state.refused === null) location.reload()
  }
  const act = (what: KeeperWish, label: string): VNode => <Button busy={busy === what && words.working} onPress={() => void wish(what)}>{label}</Button>
  const state = keeperState.value
  return (
    <section class="stack" id="build">
      <h2>{words.heading}</h2>
      {state === undefined || state.current === null ? <p>{words.none}</p> : <Kept state={state} build={state.current} act={act} />}
    </section>
  )
}

function Kept({ state: { next, offered, refused, stays }, build: { version, index, digest }, act }: { readonly state: KeeperState, readonly build: KnownBuild, readonly act: (what: KeeperWish, label: string) => VNode }): VNode {
  return (
    <>
      <p data-testid="build">{words.version(version)} {index === null ? words.notRecorded : words.recorded(index)}</p>
      <p class="quiet small">{words.fingerprint} <span class="code" dir="ltr">{digest}</span></p>
      {refused !== null && <BuildRefused code={refused.code} />}
      {refused?.code === 'trust/build-other-log' && <div class="stack stack-tight"><p>{words.noteLogHint}</p><div>{act('note-log', words.noteLog)}</div></div>}
      {next !== null && <Notice isLive><p data-testid="build-next">{words.next(next.version)}</p></Notice>}
      {offered !== null && <Notice isLive><p data-testid="build-offered">{words.offered(offered.version)}</p></Notice>}
      {stays && <p>{words.stays}</p>}
      <div class="button-row">
        {(next !== null || offered !== null) && act('take', words.take)}
        {stays ? act('go-on', words.goOn) : act('stay', words.stay)}
      </div>
    </>
  )
}

/** Why what the node offers was not taken. */
export function BuildRefused({ code }: Pick<NonNullable<KeeperState['refused']>, 'code'>): VNode {
  const isEarly = code === 'trust/build-not-recorded' || code === 'trust/build-not-final'
  return <Notice kind={isEarly ? 'info' : 'care'} isLive><p data-testid="build-refused">{words.refused[code]} {words.kept}</p></Notice>
}
