import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { formatWalletClaimLink, parseClaimLink } from 'everlearned/exchange/claim'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { Page } from '../../components/page.tsx'
import { wallet } from '../../messages/wallet.ts'
import { walletAdd } from '../../messages/wallet-claim.ts'

/** Takes a claim link that was pasted. */
export default function Add(): VNode {
  const { route } = useLocation()
  const [link, setLink] = useState('')
  const [fault, setFault] = useState<string>()
  const look = (event: Event): void => {
    event.preventDefault()
    try {
      route(formatWalletClaimLink(parseClaimLink(link), ''))
    } catch {
      setFault(walletAdd.malformed)
    }
  }
  return (
    <Page title={walletAdd.heading} lede={walletAdd.lede} crumbs={[{ href: '/', label: wallet.home }]}>
      <form class="stack" onSubmit={look} noValidate>
        <TextField label={walletAdd.label} value={link} onValue={setLink} type="url" fault={fault} max={2048} />
        <div class="button-row"><Button type="submit" kind="main">{walletAdd.go}</Button></div>
      </form>
    </Page>
  )
}
