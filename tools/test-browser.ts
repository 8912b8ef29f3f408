/**
 * The real browser that stories run in: `LER_CHROMIUM`, else the one that npm ships, else the system's.
 *
 * The npm package unpacks its libraries in certain clouds only, into one fixed folder whatever its
 * version, and suggests arguments that switch web security off: so we unpack it ourselves, into a
 * folder named by version, and launch it as a browser that keeps its rules.
 */
import { spawn } from 'node:child_process'
import { createReadStream, createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { createBrotliDecompress } from 'node:zlib'
import { chromium, type Browser, type BrowserContext } from 'playwright-core'
import { unpackFont } from './unpack-font.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const systemPaths = ['/usr/bin/chromium', '/usr/bin/google-chrome']

/** A program and the environment that it needs. */
interface Executable {
  readonly executablePath: string
  readonly env: Readonly<Record<string, string>>
}

/** Unpacks the browser once, before the stories start. */
export default async function setUpBrowser(): Promise<void> {
  await findChromium()
}

/** Launches a headless browser; every context in it starts empty. */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = await findChromium()
  return chromium.launch({ executablePath, env: inherit(env), args: browserArguments })
}

// Tests run as root in containers, where Chromium's sandbox cannot; the pages are our own.
const browserArguments = ['--no-sandbox', '--no-zygote', '--disable-gpu', '--font-render-hinting=none']

function inherit(env: Executable['env']): Record<string, string> {
  const inherited = Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return { ...Object.fromEntries(inherited), ...env }
}

/** Launches a browser that keeps its profile in a folder, as a computer does that many people sit down at. */
export async function launchProfile(folder: string, options: Parameters<typeof chromium.launchPersistentContext>[1] = {}): Promise<BrowserContext> {
  const { executablePath, env } = await findChromium()
  return chromium.launchPersistentContext(folder, { ...options, executablePath, env: inherit(env), args: [...browserArguments, ...(options.args ?? [])] })
}

async function findChromium(): Promise<Executable> {
  const given = process.env['LER_CHROMIUM']
  if (given !== undefined && given !== '') return { executablePath: given, env: {} }
  const packaged = packageFolder()
  if (packaged !== undefined && process.platform === 'linux' && process.arch === 'x64') return unpacked(packaged)
  const installed = systemPaths.find(existsSync)
  if (installed !== undefined) return { executablePath: installed, env: {} }
  throw new Error('Cannot run stories: no browser; set LER_CHROMIUM to a Chromium or install one (Debian: apt install chromium)')
}

function packageFolder(): string | undefined {
  try {
    return dirname(dirname(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium'))))
  } catch {
    return undefined
  }
}

/** The browser in `.cache`, made aside and renamed, so that it is whole or absent. */
async function unpacked(folder: string): Promise<Executable> {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly version: string }
  const place = join(root, '.cache', `chromium-${version}`)
  if (!existsSync(place)) await unpack(join(folder, 'bin'), place)
  addArabic(join(place, 'fonts'))
  const env = { LD_LIBRARY_PATH: join(place, 'al2023', 'lib'), FONTCONFIG_PATH: place, FONTCONFIG_FILE: join(place, 'fonts.conf') }
  return { executablePath: join(place, 'chromium'), env }
}

async function unpack(bin: string, place: string): Promise<void> {
  const draft = `${place}.unpack-${process.pid}`
  mkdirSync(join(draft, 'al2023'), { recursive: true })
  await pipeline(createReadStream(join(bin, 'chromium.br')), createBrotliDecompress(), createWriteStream(join(draft, 'chromium'), { mode: 0o755 }))
  for (const [archive, target] of [['al2023', 'al2023'], ['fonts', '.'], ['swiftshader', '.']] as const) await untar(join(bin, `${archive}.tar.br`), join(draft, target))
  writeFileSync(join(draft, 'fonts.conf'), fontSettings(place))
  try {
    renameSync(draft, place)
  } catch (cause) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(place)) throw cause
  }
}

/** The packaged fonts have no Arabic letters; devices that people read Arabic on do. */
function addArabic(fonts: string): void {
  const folder = dirname(createRequire(import.meta.url).resolve('@fontsource/noto-sans-arabic/package.json'))
  for (const weight of [400, 700]) {
    const font = join(fonts, `noto-sans-arabic-${weight}.ttf`)
    if (existsSync(font)) continue
    const draft = `${font}.${process.pid}`
    writeFileSync(draft, unpackFont(readFileSync(join(folder, 'files', `noto-sans-arabic-arabic-${weight}-normal.woff`))))
    renameSync(draft, font)
  }
}

/** By way of a file: tar stops reading at the end mark, and what follows would break a pipe. */
async function untar(archive: string, target: string): Promise<void> {
  mkdirSync(target, { recursive: true })
  const plain = join(target, 'archive.tar')
  await pipeline(createReadStream(archive), createBrotliDecompress(), createWriteStream(plain))
  const tar = spawn('tar', ['-x', '--no-same-owner', '-f', plain, '-C', target], { stdio: ['ignore', 'ignore', 'inherit'] })
  const code = await new Promise<number | null>((done, fail) => tar.once('close', done).once('error', fail))
  rmSync(plain)
  if (code !== 0) throw new Error(`Cannot unpack ${archive}: tar refuses it`)
}

/** The packaged fonts alone, so that pictures are alike on every machine. */
function fontSettings(place: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(place, 'fonts')}</dir>
  <cachedir>${join(place, 'font-cache')}</cachedir>
</fontconfig>
`
}
