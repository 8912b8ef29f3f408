import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { askBrowser, canAskBrowser } from '../../ask-browser.ts'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { asks as words } from '../../messages/asks.ts'
import { useSend } from '../../use-send.ts'

/** Asks through the browser, where it can: it finds the wallets on this device or on a phone nearby, without a code to scan. */
export function AskByBrowser({ interactionUrl }: { readonly interactionUrl: string }): VNode | null {
  const sending = useSend()
  const [isNotShown, setNotShown] = useState(false)
  if (!canAskBrowser()) return null
  const ask = async (): Promise<void> => {
    setNotShown(false)
    setNotShown((await askBrowser(interactionUrl)) === 'not-shown')
  }
  return (
    <div class="stack">
      <p>{words.browserText}</p>
      {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
      {isNotShown && <Notice isLive><p>{words.browserNothing}</p></Notice>}
      <div><Button busy={sending.isBusy && words.browserAsking} onPress={() => void sending.send(ask)}>{words.browserAsk}</Button></div>
    </div>
  )
}
