#!/usr/bin/env node
/**
 * Starts the command line: from the built file when it is newer than every source, else from the sources themselves,
 * so that `npx ler` works right after `npm ci` and never runs yesterday's program.
 */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const built = join(root, 'dist/cli/main.js')
const source = join(root, 'apps/cli/main.ts')

/** @param {string} folder @returns {number} */
function newest(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((latest, entry) => {
    if (entry.name === 'node_modules' || entry.name === 'dist') return latest
    const path = join(folder, entry.name)
    return Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs)
  }, 0)
}

const isFresh = existsSync(built) && (!existsSync(source) || statSync(built).mtimeMs > Math.max(newest(join(root, 'lib')), newest(join(root, 'apps/cli'))))
if (!isFresh) {
  const { register } = await import('tsx/esm/api')
  register()
}
const { main } = await import(pathToFileURL(isFresh ? built : source).href)
await main(process.argv.slice(2), root)
