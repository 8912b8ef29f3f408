import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import type { ClaimLink, ClaimOffer } from 'everlearned/exchange/claim'
import type { ClaimStep } from 'everlearned/holder'
import { Button, ButtonLink } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { Notice } from '../../components/notice.tsx'
import { wallet } from '../../messages/wallet.ts'
import { walletClaim } from '../../messages/wallet-claim.ts'
import type { OpenSession } from '../session.ts'
import { ClaimSteps } from './claim-steps.tsx'
import { codeOf } from './code-of.ts'
import { explainClaimFault, type FaultWords, mayTryAgain } from './explain-fault.ts'

interface TakeRecordProps {
  readonly session: OpenSession
  readonly link: ClaimLink
  readonly offer: ClaimOffer
  readonly onTaken: (id: string) => void
}

/** Claims with the open wallet: asks for the code when there is one, and shows each step. */
export function TakeRecord({ session, link, offer, onTaken }: TakeRecordProps): VNode {
  const [code, setCode] = useState('')
  const [codeFault, setCodeFault] = useState<string>()
  const [fault, setFault] = useState<FaultWords>()
  const [step, setStep] = useState<ClaimStep>()
  const take = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (step !== undefined) return
    const digits = code.replaceAll(/[\s-]/g, '')
    const isMissing = offer.needsCode && !/^\d{6,8}$/.test(digits)
    setCodeFault(isMissing ? walletClaim.codeMissing : undefined)
    setFault(undefined)
    if (isMissing) return
    setStep('asking')
    try {
      const { claimCredential } = await import('../heavy.ts')
      const context = { ...session.context, fetch: fetch.bind(globalThis), now: new Date(), onStep: setStep }
      onTaken((await claimCredential({ link, offer, ...(offer.needsCode ? { code: digits } : {}) }, context)).id)
    } catch (thrown) {
      if (['claim/code-wrong', 'claim/code-missing'].includes(codeOf(thrown))) setCodeFault(walletClaim.faults.wrongCode.text)
      else setFault(explainClaimFault(thrown))
      setStep(undefined)
    }
  }
  if (fault !== undefined && !mayTryAgain(fault)) {
    return (
      <div class="stack">
        <Notice kind="fault" title={fault.title}><p>{fault.text}</p></Notice>
        <div><ButtonLink href="/">{wallet.home}</ButtonLink></div>
      </div>
    )
  }
  return (
    <form class="stack" onSubmit={(event) => void take(event)} noValidate>
      {fault !== undefined && <Notice kind="fault" title={fault.title}><p>{fault.text}</p></Notice>}
      {offer.needsCode && <TextField label={walletClaim.code} hint={walletClaim.codeHint} fault={codeFault} value={code} onValue={setCode} type="number" autoComplete="one-time-code" isShort max={12} />}
      <Button type="submit" kind="main" icon="card" class="button-wide button-large" busy={step !== undefined && wallet.working}>{walletClaim.take}</Button>
      {step === undefined ? <p class="quiet">{walletClaim.notYou}</p> : <ClaimSteps step={step} />}
    </form>
  )
}
