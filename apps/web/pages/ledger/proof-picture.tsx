import type { VNode } from 'preact'
import { encodeHex } from 'everlearned/encoding'
import { formatNumber } from '../../locale.ts'
import { ledger as words } from '../../messages/ledger.ts'
import type { ProofStep } from './proof-steps.ts'

interface ProofPictureProps {
  readonly index: number
  readonly size: number
  readonly leafHash: Uint8Array
  readonly steps: readonly ProofStep[]
}

const width = 340
const [boxWidth, boxHeight] = [96, 32]
const rowHeight = 66
const middle = width / 2
const [margin, wordsHeight] = [6, 26]

/** The way from an entry, at the bottom, to the fingerprint of the whole list, at the top; under it the same as text. */
export function ProofPicture({ index, size, leafHash, steps }: ProofPictureProps): VNode {
  const height = wordsHeight * 2 + boxHeight + steps.length * rowHeight + margin
  const rowOf = (level: number): number => height - wordsHeight - boxHeight - margin / 2 - level * rowHeight
  const own = [leafHash, ...steps.map(({ result }) => result)]
  return (
    <figure class="stack">
      <svg class="path-picture" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={words.pictureLabel(formatNumber(index), formatNumber(size), steps.length)}>
        {steps.map(({ side }, level) => <Lines key={level} side={side} y={rowOf(level)} />)}
        {steps.map(({ side, sibling }, level) => <Box key={`given ${level}`} x={middleOf(side)} y={rowOf(level)} hash={sibling} kind="path-given" />)}
        {own.map((hash, level) => <Box key={`own ${level}`} x={middle} y={rowOf(level)} hash={hash} kind="path-own" />)}
        <text class="path-words" x={middle} y={rowOf(steps.length) - 10}>{words.top(formatNumber(size))}</text>
        <text class="path-words" x={middle} y={height - 8}>{words.thisEntry(formatNumber(index))}</text>
      </svg>
      <p class="path-legend"><span><i />{words.legendOwn}</span>{steps.length > 0 && <span class="path-given"><i />{words.legendGiven}</span>}</p>
      <details class="more">
        <summary>{words.stepsTable}</summary>
        <ol class="path-steps" start={0}>
          <li>{words.start}<br /><span class="code small">{encodeHex(leafHash)}</span></li>
          {steps.map(({ side, sibling, result }, level) => (
            <li key={level}>{words.joinedWith(words.side[side])} <span class="code small">{encodeHex(sibling)}</span><br />{words.becomes} <span class="code small">{encodeHex(result)}</span></li>
          ))}
        </ol>
      </details>
    </figure>
  )
}

const middleOf = (side: ProofStep['side']): number => (side === 'left' ? boxWidth / 2 + margin : width - boxWidth / 2 - margin)

/** From a pair of boxes up to the one that they become. */
function Lines({ side, y }: { readonly side: ProofStep['side'], readonly y: number }): VNode {
  const above = y - rowHeight + boxHeight
  return (
    <>
      <line class="path-way" x1={middle} x2={middle} y1={y} y2={above} />
      <line x1={middleOf(side)} x2={middle} y1={y} y2={above} />
    </>
  )
}

function Box({ x, y, hash, kind }: { readonly x: number, readonly y: number, readonly hash: Uint8Array, readonly kind: string }): VNode {
  return (
    <>
      <rect class={kind} x={x - boxWidth / 2} y={y} width={boxWidth} height={boxHeight} rx={6} />
      <text x={x} y={y + boxHeight / 2 + 5}>{encodeHex(hash).slice(0, 8)}</text>
    </>
  )
}
