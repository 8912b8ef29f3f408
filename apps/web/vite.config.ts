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
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin, type Rolldown } from 'vite'
import { type Language, languages } from './languages.ts'
import { wallet as arabic } from './messages/ar/wallet.ts'
import { wallet as english } from './messages/en/wallet.ts'
import { wallet as spanish } from './messages/es/wallet.ts'
import { wallet as french } from './messages/fr/wallet.ts'

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

/** The SHA-256 of every file of the build, by its address. */
function digestsOf(bundle: Rolldown.OutputBundle): readonly (readonly [string, string])[] {
  const built = Object.values(bundle).map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source] as const)
  const copied = readdirSync(join(here, 'public')).map((name) => [name, readFileSync(join(here, 'public', name))] as const)
  return [...built, ...copied]
    .map(([name, content]): readonly [string, string] => [`/${name}`, createHash('sha256').update(content).digest('hex')])
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
}

/** Tells the service worker its version and the files it keeps: same files, same version. */
const workerFiles: Plugin = {
  name: 'worker-files',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      const worker = bundle['service-worker.js']
      if (worker?.type !== 'chunk') return
      // What reads PDF is as large as all the rest, and few ever need it: it is fetched when it is.
      const digests = digestsOf(bundle).filter(([name]) => !/^\/(?:service-worker\.js|\.vite\/.*|.*\.(?:map|jsonld)|assets\/pdf.*)$/.test(name))
      const version = createHash('sha256').update(JSON.stringify([digests, worker.code])).digest('hex').slice(0, 16)
      worker.code = `const builtFiles=${JSON.stringify({ version, files: digests.map(([name]) => name) })};\n${worker.code}`
    },
  },
}

const walletWords = { en: english, es: spanish, fr: french, ar: arabic } satisfies Record<Language, unknown>

/** What a device is told that keeps the wallet among its programs, once for each language (Web Application Manifest). */
const walletManifests: Plugin = {
  name: 'wallet-manifests',
  generateBundle() {
    for (const [lang, { direction }] of Object.entries(languages) as readonly (readonly [Language, (typeof languages)[Language]])[]) {
      const manifest = {
        id: '/', start_url: '/', scope: '/', display: 'standalone', lang, dir: direction, name: 'Everlearned', short_name: 'Everlearned', description: walletWords[lang].first.heading,
        background_color: '#1b4a8a', theme_color: '#1b4a8a', icons: [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
        protocol_handlers: [{ protocol: 'web+interaction', url: '/exchange#link=%s' }],
      }
      this.emitFile({ type: 'asset', fileName: `wallet-${lang}.webmanifest`, source: `${JSON.stringify(manifest, undefined, 1)}\n` })
    }
  },
}

/** `files.json` names every built file with its SHA-256: what a release records. */
const fileDigests: Plugin = {
  name: 'file-digests',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      this.emitFile({ type: 'asset', fileName: 'files.json', source: `${JSON.stringify(Object.fromEntries(digestsOf(bundle)), undefined, 1)}\n` })
    },
  },
}

export default defineConfig(({ mode }) => {
  const isWallet = mode === 'wallet'
  const page = isWallet ? 'wallet.html' : 'index.html'
  const worker = join(here, isWallet ? 'wallet/service-worker.ts' : 'service-worker.ts')
  return {
    root: here,
    base: '/',
    plugins: [pageAsIndex(page), ...(isWallet ? [walletManifests] : []), workerFiles, fileDigests],
    worker: { format: 'es' },
    build: {
      outDir: join(here, '../../dist/web', isWallet ? 'wallet' : 'node'),
      emptyOutDir: true,
      assetsInlineLimit: 0,
      manifest: true,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      rolldownOptions: {
        input: { page: join(here, page), ...(existsSync(worker) ? { 'service-worker': worker } : {}) },
        output: { entryFileNames: (chunk) => (chunk.name === 'service-worker' ? 'service-worker.js' : 'assets/[name]-[hash].js') },
      },
    },
  }
})
