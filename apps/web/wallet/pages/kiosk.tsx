import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { Button } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page } from '../../components/page.tsx'
import { kiosk as words } from '../../messages/kiosk.ts'
import { wallet } from '../../messages/wallet.ts'
import { beginKiosk, kioskIdle } from '../run-kiosk.ts'

/** For a library, an office or a helper's computer: a wallet for one visit. */
export default function Kiosk(): VNode {
  const { route } = useLocation()
  const [hasEnded] = useState(location.hash === '#ended')
  const [isBusy, setBusy] = useState(false)
  const begin = async (): Promise<void> => {
    setBusy(true)
    await beginKiosk()
    route('/add', true)
  }
  return (
    <Page title={words.heading} lede={words.lede}>
      {hasEnded && <Notice title={words.endedHeading} isLive><p>{words.endedText}</p></Notice>}
      <ul class="points">{words.points(kioskIdle.minutes).map((point) => <li key={point}><Icon name="check" /><span>{point}</span></li>)}</ul>
      <div class="buttons"><Button kind="main" class="button-large" busy={isBusy && wallet.working} onPress={() => void begin()}>{words.begin}</Button></div>
      <h2>{words.helperHeading}</h2>
      <p>{words.helperText}</p>
    </Page>
  )
}
