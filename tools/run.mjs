/**
 * What `npm start`, `npm test` and the other scripts of package.json run. Built-ins of Node only: on a
 * fresh clone this file is all there is.
 */
import { spawn } from 'node:child_process'
import { createHash, randomInt } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))
const vite = ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn']
const tsx = ['--import', 'tsx']

/** Each built folder below dist, what builds it, and what it is built from. */
const targets = [
  { name: 'web-node', args: [...vite, '--config', 'apps/web/vite.config.ts', '--mode', 'node'], sources: ['apps/web', 'lib'], result: 'dist/web/node/index.html' },
  { name: 'web-wallet', args: [...vite, '--config', 'apps/web/vite.config.ts', '--mode', 'wallet'], sources: ['apps/web', 'lib'], result: 'dist/web/wallet/index.html' },
  { name: 'server', args: [...vite, '--config', 'tools/vite.config.ts', '--mode', 'server'], sources: ['apps/server', 'lib', 'tools'], result: 'dist/server/main.js' },
  { name: 'conformance', args: [...vite, '--config', 'tools/vite.config.ts', '--mode', 'conformance'], sources: ['lib', 'tools'], result: 'dist/conformance/main.js' },
  { name: 'cli', args: [...vite, '--config', 'tools/vite.config.ts', '--mode', 'cli'], sources: ['apps/cli', 'lib', 'tools'], result: 'dist/cli/main.js' },
]

const commands = {
  async start(flags) {
    await install()
    await build()
    process.argv.splice(2, process.argv.length, ...flags)
    await import(new URL('../dist/server/main.js', import.meta.url).href)
  },
  async build() {
    await install()
    await build()
  },
  async test(flags) {
    await install()
    await test(flags)
  },
  async check() {
    await install()
    if (await runGates() > 0) process.exitCode = 1
  },
  async bench([name, ...flags]) {
    await install()
    if (name === undefined) throw new Error('Cannot run benchmark: give its name, for example: npm run bench -- credential')
    await runScript(`benches/${name}.ts`, flags)
  },
  async 'fuzz:canonical'(flags) {
    await install()
    await runScript('tools/fuzz-canonical.ts', flags)
  },
  async budgets(flags) {
    await install()
    await build()
    await runScript('tools/budgets.ts', flags)
  },
  async tour(flags) {
    await install()
    await build()
    await runScript('tools/tour.ts', flags)
  },
  async consortium(flags) {
    await install()
    await build()
    await runScript('tools/consortium.ts', flags)
  },
}

/** Installs what the lock file names, unless that very lock file was installed before. */
async function install() {
  const lockHash = digest([readFileSync(join(root, 'package-lock.json'))])
  const mark = join(root, 'node_modules/.lock-hash')
  if (existsSync(mark) && readFileSync(mark, 'utf8').trim() === lockHash) return
  say('Installing…')
  // Under npm its own program is named; run by hand it is the one on the path.
  const npm = process.env.npm_execpath
  const [program, args] = npm === undefined ? ['npm', []] : [process.execPath, [npm]]
  await must(program, [...args, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'])
  writeFileSync(mark, `${lockHash}\n`)
}

/** Builds each target whose sources are not those that it was built from. */
async function build() {
  const stale = targets.filter((target) => !isBuilt(target, sourcesHash(target)))
  if (stale.length === 0) return
  say(`Building ${stale.map(({ name }) => name).join(', ')}…`)
  await Promise.all(stale.map(async (target) => {
    const hash = sourcesHash(target)
    await must(process.execPath, target.args)
    mkdirSync(join(root, 'dist/.built'), { recursive: true })
    writeFileSync(markOf(target), `${hash}\n`)
  }))
}

function isBuilt(target, hash) {
  return existsSync(join(root, target.result)) && existsSync(markOf(target)) && readFileSync(markOf(target), 'utf8').trim() === hash
}

function markOf({ name }) {
  return join(root, 'dist/.built', name)
}

function sourcesHash({ sources }) {
  const files = sources.flatMap((folder) => filesBelow(folder)).filter((file) => !/\.(test|md)\b/.test(file)).toSorted()
  return digest([readFileSync(join(root, 'package-lock.json')), ...files.flatMap((file) => [file, readFileSync(join(root, file))])])
}

function filesBelow(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !path.includes('node_modules'))
}

/** Length before content, so that no two lists of parts give one hash. */
function digest(parts) {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part)
  return hash.digest('hex')
}

/** The whole gate: types, imports, lint, build, every test. Its last line counts all of it. */
async function test(flags) {
  const seed = process.env.LER_SEED ?? String(randomInt(2 ** 31))
  say(`Seed ${seed} (LER_SEED=${seed} npm test runs the same cases)`)
  let failed = await runGates()
  failed += await build().then(() => 0, (cause) => {
    say(cause.message)
    return 1
  })
  const long = flags.includes('--long')
  const env = { ...process.env, LER_SEED: seed, LER_BUILT: '1', ...(long ? { LER_TEST_LONG: '1' } : {}) }
  const counts = await runTests(flags.filter((flag) => flag !== '--long'), env)
  failed += counts.failed
  process.stdout.write(`${counts.passed} passed, ${failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}\n`)
  if (failed > 0) process.exitCode = 1
}

/** Types, imports, SQL and lint; answers how many of them refuse. */
async function runGates() {
  const gates = [
    ...typeProjects().map((project) => ['types', ['node_modules/typescript/bin/tsc', '-p', project]]),
    ['imports', [...tsx, 'tools/check-imports.ts']],
    ['migrations', [...tsx, 'tools/check-migrations.ts']],
    ['lint', ['node_modules/oxlint/bin/oxlint', '--deny-warnings']],
  ]
  let failed = 0
  for (const [name, args] of gates) {
    const code = await run(process.execPath, args)
    if (code === 0) continue
    failed += 1
    say(`Refused: ${name} (node ${args.join(' ')})`)
  }
  return failed
}

function typeProjects() {
  return ['.', 'lib', 'apps'].flatMap((folder) => folder === '.' ? readdirSync(root) : filesBelow(folder))
    .filter((path) => /(^|\/)tsconfig(\.[\w-]+)?\.json$/.test(path) && path !== 'tsconfig.base.json').toSorted()
}

/** Runs vitest, shows what it says, and reads its closing count; a run that never counted has failed. */
async function runTests(flags, env) {
  let tail = ''
  const color = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}
  const code = await run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...flags], { env: { ...env, ...color }, onOutput: (text) => { tail = (tail + text).slice(-400) } })
  const found = /(\d+) passed, (\d+) failed(?:, (\d+) skipped)?\s*$/.exec(tail)
  if (found === null) return { passed: 0, failed: 1, skipped: 0 }
  const [passed, failed, skipped] = found.slice(1).map((figure) => Number(figure ?? 0))
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed, skipped }
}

async function runScript(script, flags) {
  if (!existsSync(join(root, script))) throw new Error(`Cannot run ${script}: there is no such file`)
  process.exitCode = await run(process.execPath, [...tsx, script, ...flags])
}

async function must(program, args) {
  const code = await run(program, args, { quiet: true })
  if (code !== 0) throw new Error(`Cannot go on: ${program} ${args.join(' ')} ended with ${code}`)
}

/** Runs a program to its end. A quiet one shows on standard error, where no script looks for results. */
function run(program, args, { env = process.env, quiet = false, onOutput } = {}) {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { cwd: root, env, stdio: ['inherit', onOutput === undefined ? (quiet ? process.stderr : 'inherit') : 'pipe', 'inherit'] })
    child.stdout?.on('data', (chunk) => {
      onOutput(chunk.toString())
      process.stdout.write(chunk)
    })
    child.once('error', fail)
    child.once('close', (code) => done(code ?? 1))
  })
}

function say(line) {
  process.stderr.write(`${line}\n`)
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  throw new Error(`Cannot run on Node ${process.versions.node}: 20.19 or newer is needed`)
}

try {
  refuseOldNode()
  process.chdir(root)
  const [name = '', ...flags] = process.argv.slice(2)
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) throw new Error(`Cannot run "${name}": choose one of ${Object.keys(commands).join(', ')}`)
  await command(flags)
} catch (cause) {
  say(cause instanceof Error ? cause.message : String(cause))
  process.exitCode = 1
}
