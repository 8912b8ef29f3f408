import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { followLog, nativeCryptography as cryptography, type FollowedLog, type FollowState } from 'everlearned/node'
import type { Ending } from '../command.ts'
import { printResult, required, UnavailableError, UsageError } from '../command.ts'
import { writeWhole } from '../files.ts'
import { holdFolder } from '../hold-folder.ts'
import { readInterval } from '../network-options.ts'
import { fetchKey, fetchResource, prefixOf, readKey } from '../published-log.ts'
import { endSignal, repeat } from '../until-ended.ts'
import type { Verb } from '../verb.ts'

/** Copies a log, once or as long as it runs. */
export const mirror: Verb = {
  async run(args, console) {
    const text = { type: 'string' } as const
    const { values, positionals: [url, ...surplus] } = parseArgs({
      args: [...args], allowPositionals: true, options: { data: text, key: text, every: text, follow: { type: 'boolean' }, json: { type: 'boolean' } },
    })
    if (url === undefined || surplus.length > 0) throw new UsageError('it is ler ledger mirror URL --data DIR')
    const [folder, milliseconds] = [required(values.data, '--data'), readInterval(values.every ?? '10')]
    const verifierKey = values.key === undefined ? await fetchKey(url) : await readKey(values.key)
    const lock = await holdFolder(folder)
    try {
      const followed = await followLog({ folder, url: prefixOf(url), verifierKey, role: 'mirror', fetch: fetchResource, cryptography, now: () => new Date() })
      const showKey = (): Promise<void> => writeWhole(join(folder, 'key'), `${followed.verifierKey}\n`)
      await showKey()
      const ending = endSignal()
      const often = { milliseconds, signal: ending }
      if (values.follow === true) await Promise.all([repeat(() => followed.step(), often), repeat(() => followed.keepBlobs(ending), often)])
      else await copyOnce(followed, ending)
      await followed.close()
      // The log may go on under another.
      await showKey()
      const { state, blobs } = followed
      if (state.state === 'unreachable' && values.follow !== true) throw new UnavailableError('Cannot reach the log')
      printResult(console, values.json, { origin: followed.origin, size: followed.size, ...state, alarms: followed.alarms, blobs }, () => describe(followed, state))
      return endingOf(state)
    } finally {
      lock.release()
    }
  },
}

/** The log, and all that it names by digest. */
async function copyOnce(followed: FollowedLog, signal: AbortSignal): Promise<void> {
  await followed.step()
  for (let before = -1; followed.blobs.kept > before && !signal.aborted;) {
    before = followed.blobs.kept
    await followed.keepBlobs(signal)
  }
}

/** How a program that followed a log ends: what is wrong for good is a failure. */
export function endingOf({ state }: FollowState): Ending {
  if (state === 'current') return 'done'
  return state === 'refused' || state === 'forked' || state === 'rolled-back' ? 'failed' : 'unknown'
}

function describe({ origin, size, blobs: { kept, missing } }: FollowedLog, { state, reason, code }: FollowState): string {
  const lists = `${kept} lists${missing === 0 ? '' : `, ${missing} not to be had`}`
  return state === 'current' ? `${size} entries of ${origin}, ${lists}` : `${size} entries of ${origin}, ${lists}; ${state}: ${reason} [${code}]`
}
