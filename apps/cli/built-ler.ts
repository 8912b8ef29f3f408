import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** How a command ended. */
export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly told: string
}

/** `ler` that has begun to serve. */
export interface ServingLer {
  readonly process: ChildProcess
  /** What it printed when it began. */
  readonly shown: Readonly<Record<string, unknown>>
  /** Sends a signal and waits for the end. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<Ran>
}

/** For tests that start many processes: the built command line; the gate has built it, a test file on its own builds one for itself. */
export class BuiltLer {
  readonly #folder: string
  readonly #isOwn: boolean
  readonly #running = new Set<ChildProcess>()

  private constructor(folder: string, isOwn: boolean) {
    this.#folder = folder
    this.#isOwn = isOwn
  }

  static async build(): Promise<BuiltLer> {
    if (process.env['LER_BUILT'] === '1') return new BuiltLer(join(root, 'dist/cli'), false)
    mkdirSync(join(root, 'dist'), { recursive: true })
    const ler = new BuiltLer(mkdtempSync(join(root, 'dist/ler-')), true)
    const args = ['build', '--logLevel', 'warn', '--config', 'tools/vite.config.ts', '--mode', 'cli', '--outDir', ler.#folder]
    const { code, told } = await ended(spawn(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), ...args], { cwd: root }))
    if (code === 0) return ler
    ler.remove()
    throw new Error(`The build failed: ${told}`)
  }

  /** Ends whatever a failed test left running, and removes what was built for it. */
  remove(): void {
    for (const child of this.#running) child.kill('SIGKILL')
    if (this.#isOwn) rmSync(this.#folder, { recursive: true, force: true })
  }

  /** The file of the program, for whoever starts it in a way of their own. */
  get program(): string {
    return join(this.#folder, 'main.js')
  }

  run(...args: readonly string[]): Promise<Ran> {
    return ended(this.#spawn(args))
  }

  /** Runs a command with `--json`, and adds its exit code to what it printed. */
  async json(...args: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
    const { code, out, told } = await this.run(...args, '--json')
    if (out === '') throw new Error(`ler ended with ${code}: ${told}`)
    return { ...(JSON.parse(out) as Readonly<Record<string, unknown>>), exit: code }
  }

  /** Starts a command that serves, and waits for the JSON that it then prints. */
  serve(...args: readonly string[]): Promise<ServingLer> {
    return this.serveBehind([], ...args)
  }

  /** The same by way of another program, such as `ip netns exec NAME`. */
  async serveBehind(program: readonly string[], ...args: readonly string[]): Promise<ServingLer> {
    const child = this.#spawn([...args, '--json'], program)
    const end = ended(child)
    let out = ''
    const shown = await new Promise<Readonly<Record<string, unknown>>>((resolve, reject) => {
      child.stdout?.on('data', (part: Buffer) => {
        out += part.toString()
        if (out.endsWith('\n}\n')) resolve(JSON.parse(out) as Readonly<Record<string, unknown>>)
      })
      void end.then(({ code, told }) => reject(new Error(`ler ended with ${code}: ${told}`)))
    })
    return {
      process: child, shown,
      end: async (signal) => {
        child.kill(signal)
        return end
      },
    }
  }

  #spawn(args: readonly string[], behind: readonly string[] = []): ChildProcess {
    const script = `import { main } from ${JSON.stringify(pathToFileURL(join(this.#folder, 'main.js')).href)}; await main(process.argv.slice(1), ${JSON.stringify(root)})`
    const [program = process.execPath, ...rest] = [...behind, process.execPath, '--input-type=module', '-e', script, '--', ...args]
    const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'] })
    this.#running.add(child)
    child.once('exit', () => this.#running.delete(child))
    return child
  }
}

async function ended(child: ChildProcess): Promise<Ran> {
  let [out, told] = ['', '']
  child.stdout?.on('data', (part: Buffer) => (out += part.toString()))
  child.stderr?.on('data', (part: Buffer) => (told += part.toString()))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, out, told }
}
