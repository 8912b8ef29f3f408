import { spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createRequire } from 'node:module'
import type { Command, Console, Ending } from './command.ts'

/** A command that the server's own program carries out, in a process of its own. */
export function serverCommand(name: string, help: string): Command {
  return { help, run: (args, console) => startServer([name, ...args], console) }
}

/** Starts the server's entry point, passes signals on and ends as it ends. */
function startServer(args: readonly string[], { root }: Console): Promise<Ending> {
  const child = spawn(process.execPath, [...entryPoint(root), ...args], { stdio: 'inherit' })
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal)
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, pass)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      for (const each of signals) process.off(each, pass)
      // As shells report a program that a signal ended.
      resolve({ exitCode: code ?? 128 + (signal === 'SIGINT' ? 2 : 15) })
    })
  })
}

/** The built server when it is newer than its sources, else the sources. */
function entryPoint(root: string): readonly string[] {
  const [built, source] = [join(root, 'dist/server/main.js'), join(root, 'apps/server/main.ts')]
  const isFresh = existsSync(built) && (!existsSync(source) || ['lib', 'apps/server', 'tools'].every((folder) => newest(join(root, folder)) < statSync(built).mtimeMs))
  if (isFresh) return [built]
  const tsx = createRequire(join(root, 'apps/cli/package.json')).resolve('tsx')
  return ['--import', pathToFileURL(tsx).href, source]
}

function newest(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((latest, entry) => {
    if (entry.name === 'node_modules' || entry.name === 'dist') return latest
    const path = join(folder, entry.name)
    return Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs)
  }, 0)
}
