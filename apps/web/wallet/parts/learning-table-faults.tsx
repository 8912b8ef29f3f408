import type { VNode } from 'preact'
import type { LearningRowFault } from 'everlearned/holder'
import { formatList, formatNumber } from '../../locale.ts'
import { walletLearning } from '../../messages/wallet-learning.ts'

const words = walletLearning.table
/** So many lines are named of each fault; a longer list is read by nobody. */
const mostLines = 20

/** What is wrong, each fault once with the lines that have it; nothing is swallowed. */
export function LearningTableFaults({ faults }: { readonly faults: readonly LearningRowFault[] }): VNode | null {
  if (faults.length === 0) return null
  const codes = [...new Set(faults.map(({ code }) => code))]
  return (
    <section class="stack stack-tight" data-testid="table-faults">
      <h3>{words.faultsHeading}</h3>
      <dl class="facts">
        {codes.map((code) => {
          const lines = [...new Set(faults.filter((fault) => fault.code === code).map(({ line }) => line))]
          return <div key={code}><dt>{linesInWords(lines)}</dt><dd>{words.codes[code]}</dd></div>
        })}
      </dl>
    </section>
  )
}

function linesInWords(lines: readonly number[]): string {
  const [first = 0, ...others] = lines
  if (others.length === 0) return words.line(formatNumber(first))
  const named = lines.slice(0, mostLines).map((line) => formatNumber(line))
  return words.lines(formatList(lines.length > mostLines ? [...named, words.moreLines(lines.length - mostLines)] : named))
}
