import type { VNode } from 'preact'
import { useMemo } from 'preact/hooks'
import { encodeQR } from 'qr'

/** A link as a square that a phone's camera reads. Always dark on white, whatever the theme. */
export function Qr({ text, label }: { readonly text: string, readonly label: string }): VNode {
  const { path, size } = useMemo(() => drawQr(text), [text])
  return (
    <div class="qr">
      <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges"><path d={path} fill="#000" /></svg>
    </div>
  )
}

/** Joins the dark modules of each line into runs, so that thousands of squares become one path. */
function drawQr(text: string): { readonly path: string, readonly size: number } {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 2 })
  const runs = rows.flatMap((row, y) => {
    const line: string[] = []
    for (let x = 0; x < row.length; x++) {
      if (row[x] !== true) continue
      const start = x
      while (row[x + 1] === true) x++
      line.push(`M${start} ${y}h${x - start + 1}v1h${start - x - 1}z`)
    }
    return line
  })
  return { path: runs.join(''), size: rows.length }
}
