import type { Console } from './command.ts'

const width = 30
const startAfterMilliseconds = 2_000
const redrawMilliseconds = 100

/** A bar with count and rate on standard error, for work of more than two seconds on a terminal; elsewhere nothing. */
export function createProgress(console: Console, label: string, total: number): { readonly step: (done: number) => void; readonly end: () => void } {
  const began = Date.now()
  let drawn = 0
  const draw = (done: number): void => {
    const filled = total === 0 ? width : Math.round((done / total) * width)
    const perSecond = Math.round(done / Math.max(1, Date.now() - began) * 1_000)
    process.stderr.write(`\r${label} ${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${done} of ${total}, ${perSecond} a second   `)
    drawn = Date.now()
  }
  return {
    step: (done) => {
      const moment = Date.now()
      if (console.isTerminal && moment - began >= startAfterMilliseconds && moment - drawn >= redrawMilliseconds) draw(done)
    },
    end: () => {
      if (drawn === 0) return
      draw(total)
      process.stderr.write('\n')
    },
  }
}
