import type { ComponentChildren, VNode } from 'preact'
import { useState } from 'preact/hooks'
import { ErrorBoundary } from 'preact-iso'
import { ButtonLink } from '../components/button.tsx'
import { CredentialCard } from '../components/credential-card.tsx'
import { Loaded } from '../components/loaded.tsx'
import { Notice } from '../components/notice.tsx'
import { Page } from '../components/page.tsx'
import { withLanguage } from '../languages.ts'
import { lazyPage } from '../lazy-page.ts'
import { claimElsewhere } from '../messages/claim-elsewhere.ts'
import { claimFile } from '../messages/claim-file.ts'
import { claim as words } from '../messages/claim.ts'
import { language } from '../messages/words.ts'
import { frame } from '../messages/frame.ts'
import { fetchClaimOffer, type ClaimOffer } from '../node-api.ts'
import { node } from '../session.ts'
import { useLoaded } from '../use-loaded.ts'

const ClaimElsewhere = lazyPage(() => import('./claim-elsewhere.tsx'))
const ClaimFile = lazyPage(() => import('./claim-file.tsx'))

/**
 * What a claim link opens. It only looks: mail scanners that follow every link change nothing, and taking the
 * record happens on the wallet's own origin.
 */
export default function Claim({ token = '' }: { readonly token?: string }): VNode {
  const offer = useLoaded((signal) => fetchClaimOffer(token, signal), [token])
  if (offer.problem?.code === 'claim/suspended') return <Page title={words.suspended} lede={words.suspendedLede}><p>{words.suspendedNext}</p></Page>
  if (offer.problem?.code.startsWith('claim/') === true) return <Page title={words.missing} lede={words.missingNext}><div /></Page>
  if (offer.value === undefined) return <Page title={frame.aRecord}><Loaded of={offer}>{() => null}</Loaded></Page>
  switch (offer.value.state) {
    case 'unclaimed': return <Unclaimed offer={offer.value} token={token} />
    case 'bound': return <Bound token={token} />
    case 'voided': return <Page title={words.voided} lede={words.voidedLede(offer.value.organisation.name)}><p>{words.voidedNext}</p></Page>
  }
}

function Unclaimed({ offer, token }: { readonly offer: ClaimOffer, readonly token: string }): VNode {
  const wallet = node.value?.walletBaseUrl
  const waits = offer.guardian === 'asked' || offer.guardian === 'refused'
  return (
    <Page title={words.title} lede={words.lede(offer.organisation.name)}>
      <CredentialCard issuer={offer.organisation.name} name={offer.achievement.name} description={offer.achievement.description}
        holder={offer.recipientHint === '' ? undefined : words.for(offer.recipientHint)} lines={[]} />
      {waits && <Notice title={words.guardian[offer.guardian === 'asked' ? 'asked' : 'refused']}><p>{words.guardian[offer.guardian === 'asked' ? 'askedText' : 'refusedText']}</p></Notice>}
      {offer.needsCode && <Notice><p>{words.needsCode}</p></Notice>}
      <div class="stack stack-tight">
        {wallet !== undefined && !waits && <ButtonLink href={walletClaim(wallet, token)} kind="main" class="button-large button-wide">{words.add}</ButtonLink>}
        {!waits && <p class="quiet">{words.addHint}</p>}
      </div>
      <Elsewhere summary={claimElsewhere.summary}><ClaimElsewhere token={token} needsCode={offer.needsCode} /></Elsewhere>
      {offer.guardian === undefined && <Elsewhere summary={claimFile.summary}><ClaimFile token={token} name={offer.achievement.name} needsCode={offer.needsCode} /></Elsewhere>}
      <ul class="stack stack-tight quiet">
        <li>{words.signedBy}</li>
        <li>{words.noted}</li>
        <li>{words.notYou}</li>
      </ul>
    </Page>
  )
}

/** For those who keep their records in a wallet of another make, or in none; what it takes is loaded when it is asked for. */
function Elsewhere({ summary, children }: { readonly summary: string, readonly children: ComponentChildren }): VNode {
  const [isOpen, setOpen] = useState(false)
  return (
    <details class="more" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {isOpen && <ErrorBoundary>{children}</ErrorBoundary>}
    </details>
  )
}

/** Asking all the same happens in the wallet, where a key is proven: the registrar then finds a second claim to look at. */
function Bound({ token }: { readonly token: string }): VNode {
  const wallet = node.value?.walletBaseUrl
  return (
    <Page title={words.bound} lede={words.boundLede}>
      <ul class="stack stack-tight"><li>{words.boundYou}</li><li>{words.boundNotYou}</li></ul>
      {wallet !== undefined && (
        <div class="button-row">
          <ButtonLink href={wallet} kind="main">{words.openWallet}</ButtonLink>
          <ButtonLink href={walletClaim(wallet, token)}>{words.askAnyway}</ButtonLink>
        </div>
      )}
    </Page>
  )
}

/** The same claim on the wallet's own origin; the fragment never reaches its server. */
function walletClaim(wallet: string, token: string): string {
  return withLanguage(`${wallet}/claim#${new URLSearchParams({ node: location.origin, token }).toString()}`, language())
}
