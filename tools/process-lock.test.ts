import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { takeProcessLock } from './process-lock.ts'
import { processStamp } from './process-stamp.ts'

const makePath = (): string => join(mkdtempSync(join(tmpdir(), 'ler-lock-')), 'lock')

describe('takeProcessLock()', () => {
  it('tells who holds a lock, until that one lets go', () => {
    const path = makePath()
    const lock = takeProcessLock(path)
    expect(takeProcessLock(path)).toEqual({ pid: process.pid })
    if ('release' in lock) lock.release()
    expect(takeProcessLock(path)).toHaveProperty('release')
  })

  it('takes over the lock of a process that died, and of one whose pid was given to another', () => {
    const path = makePath()
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    writeFileSync(path, `${pid}\n${processStamp(process.pid)}\n`)
    expect(takeProcessLock(path)).toHaveProperty('release')
    const reused = makePath()
    writeFileSync(reused, `${process.pid}\nanother boot:1\n`)
    expect(takeProcessLock(reused)).toHaveProperty('release')
    expect(readFileSync(reused, 'utf8')).toBe(`${process.pid}\n${processStamp(process.pid)}\n`)
  })

  it.each(['', '\n', '-1\nx', '1e9\nx', 'NaN', `${process.pid}`])('takes over a lock that says %j', (text) => {
    const path = makePath()
    writeFileSync(path, text)
    expect(takeProcessLock(path)).toHaveProperty('release')
  })

  it('is taken over by exactly one of several at once, and leaves no other file', async () => {
    const path = makePath()
    writeFileSync(path, '1\nlong dead\n')
    const script = `import { takeProcessLock } from ${JSON.stringify(fileURLToPath(new URL('./process-lock.ts', import.meta.url)))}
console.log('release' in takeProcessLock(${JSON.stringify(path)}))
setTimeout(() => undefined, 3000)`
    const said = await Promise.all([1, 2, 3, 4].map(() => new Promise<string>((done) => {
      const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
      child.stdout.once('data', (chunk: Buffer) => done(chunk.toString().trim()))
    })))
    expect(said.toSorted()).toEqual(['false', 'false', 'false', 'true'])
    expect(readdirSync(join(path, '..'))).toEqual(['lock'])
  })
})

describe('processStamp()', () => {
  it('is the same for one process and undefined for none', () => {
    expect(processStamp(process.pid)).toBe(processStamp(process.pid))
    expect(processStamp(2 ** 22 + 1)).toBeUndefined()
  })

  it('counts a zombie as dead', async () => {
    const child = spawn('sh', ['-c', 'sh -c "exit 0" & echo $!; sleep 0.3; exec sleep 2'], { stdio: ['ignore', 'pipe', 'ignore'] })
    const pid = await new Promise<number>((done) => child.stdout.once('data', (chunk: Buffer) => done(Number(chunk.toString()))))
    await new Promise((done) => setTimeout(done, 1_000))
    expect(processStamp(pid)).toBeUndefined()
    child.kill()
  })
})
