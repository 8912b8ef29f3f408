/** Shows a consortium at work on this machine: `npm run consortium`. Ends with 0 only when every step held. */
import { runConsortium } from '../stories/consortium.ts'

const perSector = Number(process.argv[2] ?? '3')
const begun = performance.now()
const figures = await runConsortium({ perSector, rounds: 20 }, (line) => {
  process.stdout.write(`${((performance.now() - begun) / 1_000).toFixed(1).padStart(6)} s  ${line}\n`)
})
const { validators, finalityP95, nodeMemory, validatorMemory, healing } = figures
process.stdout.write([
  '', `Every step held. ${validators} validators; finality at the 95th percentile ${Math.round(finalityP95)} ms; healed in ${(healing / 1_000).toFixed(1)} s;`,
  `memory: the node ${nodeMemory ?? '?'} MiB, a validator at most ${validatorMemory ?? '?'} MiB.`, '',
].join('\n'))
