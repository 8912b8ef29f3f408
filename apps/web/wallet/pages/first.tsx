import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'
import { Page } from '../../components/page.tsx'
import { wallet } from '../../messages/wallet.ts'
import { MakeWallet } from '../parts/make-wallet.tsx'

/** The first visit: what this is, then one question. */
export default function First(): VNode {
  const [isMaking, setMaking] = useState(false)
  if (isMaking) return <Page title={wallet.make.title}><MakeWallet /></Page>
  return (
    <Page title={wallet.first.heading} lede={wallet.first.lede}>
      <ul class="points">{wallet.first.points.map((point) => <li key={point}><Icon name="check" /><span>{point}</span></li>)}</ul>
      <div class="buttons">
        <Button kind="main" class="button-large" onPress={() => setMaking(true)}>{wallet.first.make}</Button>
        <ButtonLink href="/restore" class="button-large">{wallet.first.restore}</ButtonLink>
      </div>
    </Page>
  )
}
