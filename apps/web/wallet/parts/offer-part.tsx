import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { Notice } from '../../components/notice.tsx'
import { walletExchange as words } from '../../messages/wallet-exchange.ts'
import { isCodeRefused } from '../exchange/explain-fault.ts'
import type { Offer, Outcome } from '../exchange/meeting.ts'
import { isKiosk } from '../kiosk.ts'
import { WhoAsks } from './who-asks.tsx'

interface OfferPartProps {
  readonly offer: Offer
  readonly onOutcome: (outcome: Outcome) => void
  readonly onFault: (thrown: unknown) => void
  readonly onDecline: () => void
}

/** Who offers what; taking it and saying no are two buttons of one size. */
export function OfferPart({ offer, onOutcome, onFault, onDecline }: OfferPartProps): VNode {
  const [code, setCode] = useState('')
  const [codeFault, setCodeFault] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const take = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (isBusy) return
    const isMissing = offer.code !== undefined && code.trim() === ''
    setCodeFault(isMissing ? words.codeMissing : undefined)
    if (isMissing) return
    setBusy(true)
    try {
      onOutcome(await offer.take(offer.code === undefined ? undefined : code.trim()))
    } catch (thrown) {
      if (offer.code !== undefined && isCodeRefused(thrown)) setCodeFault(words.codeWrong)
      else onFault(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form class="stack stack-loose" onSubmit={(event) => void take(event)} noValidate>
      <WhoAsks who={offer.who} />
      <section class="stack">
        <h2>{words.what}</h2>
        {offer.names.length === 0 ? <p>{words.notNamed}</p> : <ul>{offer.names.map((name) => <li key={name}><bdi>{name}</bdi></li>)}</ul>}
        <p class="quiet">{words.takeText}</p>
      </section>
      {offer.page !== undefined && <Notice title={words.page}><p>{isKiosk.value ? words.notOnShared : words.pageText(offer.page)}</p></Notice>}
      {offer.code !== undefined && <TextField label={words.code} hint={offer.code.description} fault={codeFault} value={code} onValue={setCode} autoComplete="one-time-code" isShort max={40} />}
      <div class="two-ways">
        {!(offer.page !== undefined && isKiosk.value) && <Button type="submit" kind="main" class="button-large" busy={isBusy && words.working}>{offer.page === undefined ? words.take : words.goToPage(offer.page)}</Button>}
        <Button class="button-large" onPress={onDecline}>{words.noThanks}</Button>
      </div>
    </form>
  )
}
