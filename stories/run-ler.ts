import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const ler = fileURLToPath(new URL('../apps/cli/ler.mjs', import.meta.url))

/** What a command left behind. */
export interface LerResult {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs `ler` as a process of its own. */
export async function runLer(...args: readonly string[]): Promise<LerResult> {
  const child = spawn(process.execPath, [ler, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LER_LOG_LEVEL: 'warn' } })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => { output.stdout += chunk.toString() })
  child.stderr.on('data', (chunk: Buffer) => { output.stderr += chunk.toString() })
  const exitCode = await new Promise<number | null>((done, fail) => child.once('close', done).once('error', fail))
  return { exitCode, ...output }
}
