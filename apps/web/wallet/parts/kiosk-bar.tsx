import type { VNode } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../../components/button.tsx'
import { ConfirmDialog } from '../../components/dialog.tsx'
import { kiosk as words } from '../../messages/kiosk.ts'
import { endKiosk, kioskIdle } from '../run-kiosk.ts'

/** Above every page of a wallet for once: what it is, the way out, and the question whether somebody is still there. */
export default function KioskBar(): VNode {
  const [isEnding, setEnding] = useState(false)
  const left = useSecondsLeft()
  return (
    <aside class="banner kiosk-bar no-print" aria-label={words.barLabel}>
      <p><span>{words.bar}</span> <Button kind="main" onPress={() => setEnding(true)}>{words.end}</Button></p>
      {left !== undefined && <p role="alert"><strong>{words.idle(left)}</strong> <Button onPress={() => undefined}>{words.here}</Button></p>}
      {isEnding && (
        <ConfirmDialog title={words.endHeading} act={words.endYes} actKind="danger" onAct={() => void endKiosk()} onClose={() => setEnding(false)}>
          <p>{words.endText}</p>
        </ConfirmDialog>
      )}
    </aside>
  )
}

/** Undefined while the wallet is used; the seconds that are left once nobody was there for long. Any touch begins anew. */
function useSecondsLeft(): number | undefined {
  const [left, setLeft] = useState<number>()
  const lastUse = useRef(Date.now())
  useEffect(() => {
    const used = (): void => {
      lastUse.current = Date.now()
      setLeft(undefined)
    }
    const check = (): void => {
      const over = (Date.now() - lastUse.current) / 1000 - kioskIdle.minutes * 60
      if (over >= kioskIdle.answerSeconds) void endKiosk()
      else setLeft(over < 0 ? undefined : Math.ceil((kioskIdle.answerSeconds - over) / 10) * 10)
    }
    const events = ['pointerdown', 'keydown', 'scroll'] as const
    for (const name of events) addEventListener(name, used, { passive: true, capture: true })
    document.addEventListener('visibilitychange', check)
    const timer = setInterval(check, 1_000)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', check)
      for (const name of events) removeEventListener(name, used, { capture: true })
    }
  }, [])
  return left
}
