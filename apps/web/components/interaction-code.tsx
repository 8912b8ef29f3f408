import type { VNode } from 'preact'
import { CopyLine } from './copy-line.tsx'
import { Qr } from './qr.tsx'

interface InteractionCodeProps {
  readonly url: string
  readonly qrLabel: string
  readonly addressLabel: string
  /** Words of the link for a wallet on this very device. */
  readonly openLabel: string
}

/** The address of an exchange as a code, as text, and as a link for programs that take such links. */
export function InteractionCode({ url, qrLabel, addressLabel, openLabel }: InteractionCodeProps): VNode {
  return (
    <div class="stack">
      <Qr text={url} label={qrLabel} />
      <CopyLine label={addressLabel} text={url} />
      <p><a href={`web+interaction:${url}`}>{openLabel}</a></p>
    </div>
  )
}
