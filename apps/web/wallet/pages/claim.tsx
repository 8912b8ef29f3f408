import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { type ClaimLink, type ClaimOffer, parseClaimLink } from 'everlearned/exchange/claim'
import { fetchClaimOffer } from 'everlearned/holder'
import { Button, ButtonLink } from '../../components/button.tsx'
import { CredentialCard } from '../../components/credential-card.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page } from '../../components/page.tsx'
import { lazyPage } from '../../lazy-page.ts'
import { wallet } from '../../messages/wallet.ts'
import { walletClaim } from '../../messages/wallet-claim.ts'
import { addressNow } from '../kiosk.ts'
import { ClaimSteps } from '../parts/claim-steps.tsx'
import { explainClaimFault, type FaultWords, mayTryAgain } from '../parts/explain-fault.ts'
import { MakeWallet } from '../parts/make-wallet.tsx'
import { TakeRecord } from '../parts/take-record.tsx'
import { Unavailable } from '../parts/unavailable.tsx'
import { UnlockWallet } from '../parts/unlock-wallet.tsx'
import { session } from '../session.ts'

/** Few people ever meet it: it is no part of the first load. */
const GuardianWaits = lazyPage(() => import('../parts/guardian-waits.tsx'))

type Shown =
  | { readonly kind: 'asking' }
  | { readonly kind: 'fault'; readonly words: FaultWords }
  | { readonly kind: 'offer'; readonly link: ClaimLink; readonly offer: ClaimOffer }

/** What is waiting under a claim link, and taking it. Nothing is claimed before the person says so. */
export default function Claim(): VNode {
  const { route } = useLocation()
  const [shown, setShown] = useState<Shown>({ kind: 'asking' })
  const look = (): void => {
    setShown({ kind: 'asking' })
    void lookUp().then(setShown)
  }
  useEffect(() => {
    look()
    addEventListener('hashchange', look)
    return () => removeEventListener('hashchange', look)
  }, [])
  if (shown.kind === 'asking') return <Page title={walletClaim.headingPlain}><p class="quiet" role="status">{walletClaim.loading}</p></Page>
  if (shown.kind === 'fault') {
    return (
      <Page title={walletClaim.headingPlain}>
        <Notice kind="fault" title={shown.words.title}><p>{shown.words.text}</p></Notice>
        <div class="button-row">{mayTryAgain(shown.words) ? <Button onPress={look}>{walletClaim.again}</Button> : <ButtonLink href="/">{wallet.home}</ButtonLink>}</div>
      </Page>
    )
  }
  const { link, offer } = shown
  return (
    <Page title={walletClaim.heading(offer.organisation.name)}>
      <CredentialCard issuer={offer.organisation.name} name={offer.achievement.name} description={offer.achievement.description} holder={walletClaim.for(offer.recipientHint)}
        lines={[{ icon: 'info', text: <>{walletClaim.at} <span class="code">{link.nodeOrigin}</span></> }]} />
      <Taking link={link} offer={offer} onTaken={(id) => route(`/record/${id}?new`, true)} onLook={look} />
    </Page>
  )
}

function Taking({ link, offer, onTaken, onLook }: { readonly link: ClaimLink; readonly offer: ClaimOffer; readonly onTaken: (id: string) => void; readonly onLook: () => void }): VNode {
  const state = session.value
  if (offer.state === 'voided') return <Notice kind="fault" title={walletClaim.faults.voided.title}><p>{walletClaim.faults.voided.text}</p></Notice>
  if (offer.state === 'unclaimed' && (offer.guardian === 'asked' || offer.guardian === 'refused')) return <GuardianWaits answer={offer.guardian} onLook={onLook} />
  if (state.kind === 'unavailable') return <Unavailable />
  if (state.kind === 'looking') return <ClaimSteps step={undefined} />
  if (state.kind === 'none') return <section class="stack"><Notice><p>{walletClaim.needWallet}</p></Notice><MakeWallet /></section>
  if (state.kind === 'locked') return <section class="stack"><Notice><p>{walletClaim.needUnlock}</p></Notice><UnlockWallet wraps={state.wraps} /></section>
  return <TakeRecord session={state} link={link} offer={offer} onTaken={onTaken} />
}

/** Reads the link in the address, and asks the node what is waiting. */
async function lookUp(): Promise<Shown> {
  try {
    const link = parseClaimLink(addressNow())
    const offer = await fetchClaimOffer(link, fetch.bind(globalThis))
    // What taking it needs is on its way while the person reads.
    void import('../heavy.ts').catch(() => undefined)
    return { kind: 'offer', link, offer }
  } catch (thrown) {
    return { kind: 'fault', words: explainClaimFault(thrown) }
  }
}
