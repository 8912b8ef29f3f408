import type { VNode } from 'preact'
import type { ClaimStep } from 'everlearned/holder'
import { wallet } from '../../messages/wallet.ts'
import { walletClaim } from '../../messages/wallet-claim.ts'

/** Says what is going on while a record is taken. */
export function ClaimSteps({ step }: { readonly step: ClaimStep | undefined }): VNode {
  return <p class="quiet" role="status">{step === undefined ? wallet.working : `${walletClaim.steps[step]} …`}</p>
}
