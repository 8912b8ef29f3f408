import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { formatWalletClaimLink, parseClaimLink } from 'everlearned/exchange/claim'
import { Button, ButtonLink } from '../../components/button.tsx'
import { CodeScanner } from '../../components/code-scanner.tsx'
import { TextField } from '../../components/field.tsx'
import { Icon, type IconName } from '../../components/icon.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page } from '../../components/page.tsx'
import { walletAdd } from '../../messages/wallet-claim.ts'
import { walletExchange as words } from '../../messages/wallet-exchange.ts'
import { walletLearning } from '../../messages/wallet-learning.ts'
import { walletLife } from '../../messages/wallet-life.ts'
import { wallet } from '../../messages/wallet.ts'
import { exchangePage, readWalletLink } from '../exchange/read-link.ts'

/** What comes into the wallet: one's own words, a file, or a link that was scanned or pasted, to a record that waits or to somebody who offers or asks for one. */
export default function Add(): VNode {
  const { route } = useLocation()
  const [link, setLink] = useState('')
  const [fault, setFault] = useState<string>()
  const [isScanning, setScanning] = useState(false)
  const open = (text: string): void => {
    const found = addressFor(text)
    setScanning(false)
    setFault(found === undefined ? words.malformed : undefined)
    if (found === undefined) setLink(text)
    else route(found)
  }
  const look = (event: Event): void => {
    event.preventDefault()
    open(link)
  }
  return (
    <Page title={words.addOrShow} crumbs={[{ href: '/', label: wallet.home }]}>
      {!isScanning && (
        <div class="stack">
          <Way href="/life/new" icon="plus" name={walletLife.add.write} hint={walletLife.add.writeHint} />
          <Way href="/learning/new" icon="clock" name={walletLearning.heading} hint={walletLearning.addHint} />
          <Way href="/read" icon="file" name={walletLife.add.resume} hint={walletLife.add.resumeHint} />
        </div>
      )}
      <div><h2>{walletLife.add.link}</h2><p class="quiet">{words.lede}</p></div>
      {isScanning ? <CodeScanner onTexts={([text = '']) => open(text)} onStop={() => setScanning(false)} /> : (
        <form class="stack" onSubmit={look} noValidate>
          <div><Button kind="main" icon="search" class="button-large button-wide" onPress={() => setScanning(true)}>{words.scan}</Button></div>
          <TextField label={walletAdd.label} value={link} onValue={setLink} type="url" fault={fault} max={65_536} />
          <div class="button-row"><Button type="submit">{walletAdd.go}</Button></div>
        </form>
      )}
      <OpenLinks />
      <p><ButtonLink href="/log" kind="link">{words.log}</ButtonLink></p>
    </Page>
  )
}

/** A way in which something comes into the wallet without anybody else. */
function Way({ href, icon, name, hint }: { readonly href: string, readonly icon: IconName, readonly name: string, readonly hint: string }): VNode {
  return <a class="card card-link" href={href}><h2><Icon name={icon} /> {name}</h2><p class="quiet">{hint}</p></a>
}

/** Untrusted: any text. */
function addressFor(text: string): string | undefined {
  const found = readWalletLink(text)
  if (found?.kind === 'exchange') return exchangePage(found.link)
  try {
    return found === undefined ? undefined : formatWalletClaimLink(parseClaimLink(found.link), '')
  } catch {
    return undefined
  }
}

/** Lets the browser hand links of exchanges to this wallet; it asks the person by itself. */
function OpenLinks(): VNode {
  const [state, setState] = useState<'asked' | 'refused'>()
  const register = (): void => {
    try {
      navigator.registerProtocolHandler('web+interaction', `${location.origin}/exchange#link=%s`)
      setState('asked')
    } catch {
      setState('refused')
    }
  }
  return (
    <section class="stack">
      <h2>{words.openLinks}</h2>
      <p class="quiet">{words.openLinksText}</p>
      {state !== undefined && <Notice isLive><p>{state === 'asked' ? words.openLinksDone : words.openLinksNot}</p></Notice>}
      <div><Button onPress={register}>{words.openLinks}</Button></div>
    </section>
  )
}
