/**
 * Builds the two sets of pages, each for its own origin:
 *
 *   vite build --config apps/web/vite.config.ts --mode node      index.html  → dist/web/node
 *   vite build --config apps/web/vite.config.ts --mode wallet    wallet.html → dist/web/wallet/index.html
 *
 * Nothing inline and no generated script source, so that both run under
 * `script-src 'self'; style-src 'self'; require-trusted-types-for 'script'`.
 */
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, defineConfig, type Plugin, type Rolldown } from 'vite'
import { drawIcon } from './draw-icon.ts'
import { firstLoadChunks } from './first-load-chunks.ts'
import { type Language, languages } from './languages.ts'
import { wallet as arabic } from './messages/ar/wallet.ts'
import { wallet as english } from './messages/en/wallet.ts'
import { wallet as spanish } from './messages/es/wallet.ts'
import { wallet as french } from './messages/fr/wallet.ts'
import { sharedAddress } from './wallet/shared-text.ts'

const here = fileURLToPath(new URL('.', import.meta.url))

/** The page a browser asks for is `/`, whatever its source file is called. */
const pageAsIndex = (page: string): Plugin => ({
  name: 'page-as-index',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      const html = bundle[page]
      if (html !== undefined) html.fileName = 'index.html'
    },
  },
})

/** SHA-256 and length of every file of the build, by its address. What only tools read of it is none. */
function filesOf(bundle: Rolldown.OutputBundle): readonly (readonly [string, { readonly sha256: string, readonly size: number }])[] {
  const built = Object.values(bundle).map((file) => [file.fileName, Buffer.from(file.type === 'chunk' ? file.code : file.source)] as const)
  const copied = readdirSync(join(here, 'public')).map((name) => [name, readFileSync(join(here, 'public', name))] as const)
  return [...built, ...copied].filter(([name]) => !name.startsWith('.vite/'))
    .map(([name, content]) => [`/${name}`, { sha256: createHash('sha256').update(content).digest('hex'), size: content.length }] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
}

/** Tells the service worker of the node's pages its version and the files it keeps: same files, same version. */
const workerFiles: Plugin = {
  name: 'worker-files',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      const worker = bundle['service-worker.js']
      if (worker?.type !== 'chunk') return
      // What reads PDF is as large as all the rest, and few ever need it: it is fetched when it is.
      const files = filesOf(bundle).filter(([name]) => !/^\/(?:service-worker\.js|.*\.(?:map|jsonld)|assets\/pdf.*)$/.test(name))
      const version = createHash('sha256').update(JSON.stringify([files, worker.code])).digest('hex').slice(0, 16)
      worker.code = `const builtFiles=${JSON.stringify({ version, files: files.map(([name]) => name) })};\n${worker.code}`
    },
  },
}

/**
 * The service worker of the wallet, in one piece and built by itself: it holds nothing of the pages, so that it stays the same, byte for
 * byte, when they change. Browsers replace a worker that differs by themselves; what the pages may become, this one decides.
 */
const walletWorker: Plugin = {
  name: 'wallet-worker',
  async generateBundle() {
    const built = await build({
      configFile: false, root: here, logLevel: 'warn',
      publicDir: false, build: { write: false, lib: { entry: join(here, 'wallet/service-worker.ts'), formats: ['iife'], name: 'worker' }, rolldownOptions: { output: { codeSplitting: false } } },
    })
    const [worker] = [built].flat().flatMap((each) => ('output' in each ? each.output : []))
    if (worker?.type !== 'chunk') throw new Error('Cannot build the service worker of the wallet')
    this.emitFile({ type: 'asset', fileName: 'service-worker.js', source: worker.code })
  },
}

const walletWords = { en: english, es: spanish, fr: french, ar: arabic } satisfies Record<Language, unknown>

/** The same picture for systems that take no drawing; one of them asks for its own by a link of the page. */
const walletIcons = [
  { name: 'icon-192.png', size: 192, shape: 'app', purpose: 'any' },
  { name: 'icon-512.png', size: 512, shape: 'app', purpose: 'any' },
  { name: 'icon-whole-512.png', size: 512, shape: 'whole', purpose: 'maskable' },
  { name: 'apple-touch-icon.png', size: 180, shape: 'whole', purpose: undefined },
] as const

/** What a device is told that keeps the wallet among its programs, once for each language (Web Application Manifest). */
const walletManifests: Plugin = {
  name: 'wallet-manifests',
  generateBundle() {
    for (const { name, size, shape } of walletIcons) this.emitFile({ type: 'asset', fileName: name, source: drawIcon(size, shape) })
    for (const [lang, { direction }] of Object.entries(languages) as readonly (readonly [Language, (typeof languages)[Language]])[]) {
      const manifest = {
        id: '/', start_url: '/', scope: '/', display: 'standalone', lang, dir: direction, name: 'Everlearned', short_name: 'Everlearned', description: walletWords[lang].first.heading,
        background_color: '#1b4a8a', theme_color: '#1b4a8a', icons: [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }, ...walletIcons.filter(({ purpose }) => purpose !== undefined).map(({ name, size, purpose }) => ({ src: `/${name}`, sizes: `${size}x${size}`, type: 'image/png', purpose }))],
        share_target: { action: sharedAddress, method: 'POST', enctype: 'multipart/form-data', params: { title: 'title', text: 'text', url: 'url' } },
        protocol_handlers: [{ protocol: 'web+interaction', url: '/exchange#link=%s' }],
      }
      this.emitFile({ type: 'asset', fileName: `wallet-${lang}.webmanifest`, source: `${JSON.stringify(manifest, undefined, 1)}\n` })
    }
  },
}

/** `build.json` names every file that wallets are served: its digest stands on the node's ledger. Same source, same bytes. */
const buildManifest: Plugin = {
  name: 'build-manifest',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      const { version } = JSON.parse(readFileSync(join(here, '../../package.json'), 'utf8')) as { readonly version: string }
      this.emitFile({ type: 'asset', fileName: 'build.json', source: `${JSON.stringify({ type: 'EverlearnedBuild', version, files: Object.fromEntries(filesOf(bundle)) }, undefined, 1)}\n` })
    },
  },
}

export default defineConfig(({ mode }) => {
  const isWallet = mode === 'wallet'
  const page = isWallet ? 'wallet.html' : 'index.html'
  return {
    root: here,
    base: '/',
    plugins: [pageAsIndex(page), ...(isWallet ? [walletManifests, walletWorker, buildManifest] : [workerFiles])],
    worker: { format: 'es' },
    build: {
      outDir: join(here, '../../dist/web', isWallet ? 'wallet' : 'node'),
      emptyOutDir: true,
      assetsInlineLimit: 0,
      manifest: true,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      rolldownOptions: {
        input: { page: join(here, page), ...(isWallet ? {} : { 'service-worker': join(here, 'service-worker.ts') }) },
        output: { codeSplitting: { groups: firstLoadChunks(isWallet ? 'wallet' : 'node') }, entryFileNames: (chunk) => (chunk.name === 'service-worker' ? 'service-worker.js' : 'assets/[name]-[hash].js') },
      },
    },
  }
})
