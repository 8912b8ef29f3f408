import type { VNode } from 'preact'
import { Frame } from '../components/frame.tsx'

/** The pages of the wallet's origin. */
export function WalletApp(): VNode {
  return <Frame home="/" nav={[]} foot={[]}>{null}</Frame>
}
