import { getDocumentProxy } from 'unpdf'

/** Untrusted: pages and characters beyond these are not read. */
const maxPages = 40
const maxCharacters = 300_000

/** A run of text on a page of a PDF, with its place. */
interface TextRun {
  readonly str: string
  readonly hasEOL: boolean
  readonly height: number
  readonly width: number
  readonly transform: readonly number[]
}

/** The lines of a PDF, in the order in which they are drawn, with a blank one where the page leaves room. */
export async function readPdfLines(bytes: Uint8Array): Promise<readonly string[]> {
  const document = await getDocumentProxy(bytes)
  const lines: string[] = []
  let left = maxCharacters
  for (let number = 1; number <= Math.min(document.numPages, maxPages) && left > 0; number += 1) {
    const { items } = await (await document.getPage(number)).getTextContent()
    const runs = items.filter((item) => 'str' in item) as unknown as readonly TextRun[]
    for (const line of linesOf(runs)) {
      lines.push(line.slice(0, left))
      left -= line.length
      if (left <= 0) break
    }
    lines.push('')
  }
  await document.destroy()
  return lines
}

function linesOf(runs: readonly TextRun[]): readonly string[] {
  const lines: string[] = []
  let line = ''
  let last: TextRun | undefined
  for (const run of runs) {
    if (run.str.trim() === '' && run.width === 0) continue
    if (last !== undefined && !isSameLine(last, run)) {
      lines.push(line)
      if (isFarBelow(last, run)) lines.push('')
      line = ''
    } else if (last !== undefined && gapBetween(last, run) > 1.5 * heightOf(run)) line += '   '
    else if (last !== undefined && gapBetween(last, run) > 0.15 * heightOf(run) && !/\s$/.test(line) && !run.str.startsWith(' ')) line += ' '
    line += run.str
    last = run
  }
  return line === '' ? lines : [...lines, line]
}

const heightOf = ({ height, transform }: TextRun): number => height || Math.abs(transform[3] ?? 10) || 10
const leftOf = ({ transform }: TextRun): number => transform[4] ?? 0
const baseOf = ({ transform }: TextRun): number => transform[5] ?? 0
const isSameLine = (last: TextRun, run: TextRun): boolean => Math.abs(baseOf(last) - baseOf(run)) < 0.5 * heightOf(run)
const isFarBelow = (last: TextRun, run: TextRun): boolean => baseOf(last) - baseOf(run) > 1.7 * Math.max(heightOf(last), heightOf(run))
const gapBetween = (last: TextRun, run: TextRun): number => leftOf(run) - (leftOf(last) + last.width)
