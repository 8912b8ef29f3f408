import type { VNode } from 'preact'
import { formatNumber, formatPercent } from '../locale.ts'

/** How far a job is, in a bar and in words. */
export function ProgressBar({ label, done, total, words }: { readonly label: string, readonly done: number, readonly total: number, readonly words?: string | undefined }): VNode {
  const share = total === 0 ? 0 : done / total
  return (
    <div class="progress">
      <progress max={Math.max(total, 1)} value={done} aria-label={label}>{formatPercent(share)}</progress>
      <p class="progress-line"><span>{words ?? `${formatNumber(done)} / ${formatNumber(total)}`}</span><span class="strong">{formatPercent(share)}</span></p>
    </div>
  )
}
