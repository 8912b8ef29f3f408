/**
 * Keeps the wallet on one build until another is proven: the manifest stands on the log that was noted at the first visit, after the
 * one that is used, and every file is as the manifest says. Whatever a node serves otherwise is neither stored nor run.
 *
 * What it cannot hold off is another service worker: browsers replace that by themselves. So it changes as little as it can, and
 * pages that are open say so when it does (`watch-worker.ts`).
 */
import { EverlearnedError } from 'everlearned/error'
import { fetchLog, fetchManifest, proveOffered, type KeeperTools, type OfferedBuild } from './fetch-build.ts'
import { BuildFault, dropOtherBuilds, fileOf, keepBuild, pageOf } from './keep-files.ts'
import { readKeeper, writeKeeper, type BuildRefusal, type KeeperState, type KeeperWish, type KnownBuild, type NotedLog } from './keeper-state.ts'

/** What the service worker is made of. */
export interface BuildKeeper {
  /** At the first visit: takes what is served, and notes the log. */
  begin(): Promise<void>
  /** When this worker takes over from another, or from none. */
  settle(): Promise<void>
  /** The page of the wallet; a build that waits is taken when no other page is open. */
  page(isAlone: boolean): Promise<Response | undefined>
  /** A file of the build; undefined for an address that no build has. */
  file(path: string): Promise<Response | undefined>
  /** Does what a page wishes, one wish after the other. */
  fulfil(wish: KeeperWish): Promise<KeeperState>
}

/** Makes the keeper of this browser's builds. */
export function createBuildKeeper(tools: KeeperTools): BuildKeeper {
  const { storage } = tools
  let known: KeeperState | undefined
  let last: Promise<unknown> = Promise.resolve()
  const read = async (): Promise<KeeperState> => (known ??= await readKeeper(storage))
  const inTurn = (change: (state: KeeperState) => Promise<KeeperState>): Promise<KeeperState> => {
    const turn = last.then(async () => {
      // Not what this worker read earlier: the one before it goes on until its last page is closed.
      const before = await readKeeper(storage)
      const after = await change(before)
      if (after !== before) await writeKeeper(storage, after)
      return (known = after)
    })
    last = turn.catch(() => undefined)
    return turn
  }
  const wishes: Readonly<Record<KeeperWish, (state: KeeperState) => Promise<KeeperState>>> = {
    'look': (state) => look(state, tools),
    'take': async (state) => take(state.next === null ? await look({ ...state, stays: false }, tools) : state),
    'stay': async (state) => ({ ...state, stays: true, next: null, offered: state.next ?? state.offered }),
    'go-on': (state) => look({ ...state, stays: false, offered: null }, tools),
    'note-log': (state) => noteLog(state, tools),
  }
  return {
    begin: async () => void await inTurn((state) => begin(state, tools)),
    settle: async () => void await inTurn(async (state) => {
      const settled = { ...state, worker: (state.next ?? state.offered ?? state.current)?.worker ?? null }
      await dropOtherBuilds(settled, tools)
      return settled
    }),
    page: async (isAlone) => {
      let state = await read()
      if (isAlone && state.next !== null) state = await inTurn((before) => takeAlone(before, tools))
      const kept = state.current === null ? undefined : await pageOf(state.current.digest, tools)
      if (kept !== undefined) return kept
      // The browser cleared what was kept: as at the first visit, or the same build again.
      state = await inTurn((before) => (before.current === null ? begin(before, tools) : keepAgain(before, tools)))
      return state.current === null ? undefined : pageOf(state.current.digest, tools)
    },
    file: async (path) => {
      const { current, previous } = await read()
      return current === null ? undefined : fileOf(path, previous === null ? [current.digest] : [current.digest, previous], tools)
    },
    fulfil: (wish) => inTurn(wishes[wish]),
  }
}

async function takeAlone(state: KeeperState, tools: KeeperTools): Promise<KeeperState> {
  const taken = { ...take(state), previous: null }
  await dropOtherBuilds(taken, tools)
  return taken
}

async function keepAgain(state: KeeperState, tools: KeeperTools): Promise<KeeperState> {
  const offered = await fetchManifest(tools)
  if (offered.digest === state.current?.digest) await keepBuild(offered, [], tools)
  return state
}

async function begin(state: KeeperState, tools: KeeperTools): Promise<KeeperState> {
  if (state.current !== null) return state
  const offered = await fetchManifest(tools)
  await keepBuild(offered, [], tools)
  const current = describe(offered, null)
  return confirm({ ...state, current, worker: current.worker }, offered, tools)
}

/** Notes the log, once, and where the build that is used stands on it: it may have been recorded after it was taken. */
async function confirm(state: KeeperState, offered: OfferedBuild, tools: KeeperTools): Promise<KeeperState> {
  const { current } = state
  const log = state.log ?? await fetchLog(tools).catch(() => null)
  if (log === null || current === null || current.index !== null) return { ...state, log }
  const place = await proveOffered(offered, log, tools).catch(() => undefined)
  return { ...state, log, current: { ...current, index: place !== undefined && 'index' in place ? place.index : null } }
}

async function look(state: KeeperState, tools: KeeperTools): Promise<KeeperState> {
  if (state.current === null) return state
  let offered: OfferedBuild
  try {
    offered = await fetchManifest(tools)
  } catch (cause) {
    // Offline, or no wallet there at all: nothing is known of what is served.
    return cause instanceof EverlearnedError ? refuse(state, 'build/malformed', null) : state
  }
  if (offered.digest === state.current.digest) return { ...await confirm(state, offered, tools), offered: null, refused: null }
  if (offered.digest === state.next?.digest && !state.stays) return { ...state, refused: null }
  try {
    return await weigh({ ...state, log: state.log ?? await fetchLog(tools) }, offered, tools)
  } catch (cause) {
    if (cause instanceof BuildFault) return refuse(state, cause.code, offered)
    return cause instanceof EverlearnedError || cause instanceof SyntaxError ? refuse(state, 'trust/build-proof-wrong', offered) : state
  }
}

/** Places on one log say nothing of another. */
async function noteLog(state: KeeperState, tools: KeeperTools): Promise<KeeperState> {
  const log = await fetchLog(tools).catch(() => state.log)
  const nameOf = ({ verifierKey }: NotedLog): string => verifierKey.split('+', 1)[0] ?? ''
  if (log === null || state.log === null || nameOf(log) === nameOf(state.log)) return look({ ...state, log }, tools)
  return look({ ...state, log, current: state.current === null ? null : { ...state.current, index: null }, next: null, offered: null }, tools)
}

async function weigh(state: KeeperState, offered: OfferedBuild, tools: KeeperTools): Promise<KeeperState> {
  const { log, current, next, offered: known, stays } = state
  if (log === null || current === null) return state
  const place = await proveOffered(offered, log, tools)
  if ('code' in place) return refuse(state, place.code, offered)
  if (place.index <= Math.max(current.index ?? -1, next?.index ?? -1, known?.index ?? -1) && known?.digest !== offered.digest) return refuse(state, 'build/older', offered)
  const build = describe(offered, place.index)
  if (stays) return { ...state, offered: build, refused: null }
  await keepBuild(offered, [current.digest, ...(next === null ? [] : [next.digest])], tools)
  return { ...state, next: build, offered: null, refused: null }
}

function take(state: KeeperState): KeeperState {
  const { current, next } = state
  return next === null ? state : { ...state, current: next, previous: current?.digest ?? null, next: null }
}

function describe({ digest, manifest }: OfferedBuild, index: number | null): KnownBuild {
  return { digest, version: manifest.version, index, worker: manifest.files['/service-worker.js']?.sha256 ?? '' }
}

function refuse(state: KeeperState, code: BuildRefusal, offered: OfferedBuild | null): KeeperState {
  return { ...state, refused: { digest: offered?.digest ?? '', version: offered?.manifest.version ?? null, code } }
}
