import type { VNode } from 'preact'
import type { ClaimStep } from 'everlearned/holder'
import { wallet } from '../../messages/wallet.ts'

/** Says what is going on while a record is taken. */
export function ClaimSteps({ step }: { readonly step: ClaimStep | undefined }): VNode {
  return <p class="quiet" role="status">{step === undefined ? wallet.working : `${wallet.claim.steps[step]} …`}</p>
}
