import type { VNode } from 'preact'
import { formatMoment, formatNumber, formatShortDay } from '../../locale.ts'
import { ledger as words } from '../../messages/ledger.ts'
import type { GrowthPoint } from '../../network-api.ts'

const [width, height] = [600, 180]
const [left, top, bottom] = [4, 26, 30]

/** How long the ledger was at each time, as a line; the numbers stand behind it. */
export function GrowthChart({ points }: { readonly points: readonly GrowthPoint[] }): VNode {
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined || first.at === last.at) return <p class="quiet">{words.growthShort}</p>
  const label = words.growthLabel(formatShortDay(first.at), formatShortDay(last.at), formatNumber(first.size), formatNumber(last.size))
  const { line, area } = drawLine(points)
  return (
    <figure class="stack stack-tight">
      <svg class="growth" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
        <path class="growth-area" d={area} />
        <line class="growth-floor" x1={left} x2={width - left} y1={height - bottom} y2={height - bottom} />
        <path class="growth-line" d={line} />
        <text x={width - left} y={top - 10} text-anchor="end" class="growth-strong">{formatNumber(last.size)}</text>
        <text x={left} y={height - 8}>{formatShortDay(first.at)}</text>
        <text x={width - left} y={height - 8} text-anchor="end">{formatShortDay(last.at)}</text>
      </svg>
      <details class="more">
        <summary>{words.growthTable}</summary>
        <div class="table-wrap">
          <table class="table">
            <caption class="hidden-text">{words.growthTitle}</caption>
            <thead><tr><th scope="col">{words.day}</th><th scope="col" class="figure">{words.entriesThen}</th></tr></thead>
            <tbody>{thin(points, 30).toReversed().map(({ at, size }) => <tr key={at}><td>{formatMoment(at)}</td><td class="figure">{formatNumber(size)}</td></tr>)}</tbody>
          </table>
        </div>
      </details>
    </figure>
  )
}

/** A staircase: the ledger keeps its size until the next entry. */
function drawLine(points: readonly GrowthPoint[]): { readonly line: string, readonly area: string } {
  const times = points.map(({ at }) => Date.parse(at))
  const [start, end] = [Math.min(...times), Math.max(...times)]
  const most = Math.max(...points.map(({ size }) => size), 1)
  const x = (time: number): number => left + ((time - start) / Math.max(1, end - start)) * (width - 2 * left)
  const y = (size: number): number => height - bottom - (size / most) * (height - bottom - top)
  const stairs = points.map(({ size }, index) => `${index === 0 ? 'M' : `H${round(x(times[index] ?? start))}V`}${index === 0 ? `${round(x(times[0] ?? start))} ` : ''}${round(y(size))}`).join('')
  return { line: stairs, area: `${stairs}V${height - bottom}H${left}Z` }
}

/** So many of them at most, the first and the last always. */
function thin<T>(values: readonly T[], most: number): readonly T[] {
  if (values.length <= most) return values
  return Array.from({ length: most }, (_, index) => values[Math.round((index * (values.length - 1)) / (most - 1))]).filter((value): value is T => value !== undefined)
}

const round = (value: number): number => Math.round(value * 10) / 10
