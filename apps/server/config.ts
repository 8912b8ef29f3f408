import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { EverlearnedError } from 'everlearned/error'
import type { S3Place } from 'everlearned/node'
import { readStaticDocuments, type StaticDocuments } from './static-documents.ts'

/** A setting that cannot be taken; codes begin with `config/`. */
export class ConfigError extends EverlearnedError {}

/** Every setting of a node; `docs/operate.md` has a line for each. */
export interface Config {
  readonly name: string
  readonly version: string
  readonly host: string
  readonly port: number
  readonly walletPort: number
  /** Absolute. */
  readonly dataFolder: string
  readonly databaseUrl: string
  readonly keyFile: string
  /** The PostgreSQL that keeps the journal of the log; undefined while it lies in the data folder. */
  readonly ledgerDatabaseUrl: string | undefined
  /** Where the files of such a log are published; undefined for the data folder. */
  readonly ledgerBucket: Omit<S3Place, 'fetch'> | undefined
  /** Origins, without a path and without a slash at the end. */
  readonly publicBaseUrl: string
  readonly walletBaseUrl: string
  /** No public https address: issuers are did:key, pages say so. */
  readonly rehearsal: boolean
  readonly tls: { readonly cert: string; readonly key: string } | undefined
  /** How many proxies in front may be believed about the caller's address. */
  readonly trustedProxies: number
  readonly metricsToken: string | undefined
  /** Whether conformance suites on this machine may have anything issued and verified under `/vc-api`. */
  readonly vcApiOpen: boolean
  /** Whether credentials handed over by VCALM stand at the top level of the answer as well. */
  readonly vcalmFlatResponse: boolean
  /** Whether requests of OpenID4VP ask in the language before DCQL too. */
  readonly oid4vpLegacyQuery: boolean
  /** Documents by address or DID that are taken as if they had been fetched: contexts, DID documents, status lists. */
  readonly staticDocuments: StaticDocuments
  /** Origins from which status lists are fetched, also private ones. */
  readonly fetchOrigins: readonly string[]
  /** Origins of other nodes that are reached although they are not https or lie on a private address. */
  readonly networkOrigins: readonly string[]
  /** Addresses of nodes that this one follows; the registry of the first is to be its own. */
  readonly join: { readonly urls: readonly string[]; readonly role: 'witness' | 'mirror' | 'validator' }
  readonly logLevel: string
  /** Mails with claim links that leave in a minute, at most. */
  readonly mailsPerMinute: number
  /** How long the bytes of an upload stay after they were last needed. */
  readonly uploadDays: number
  readonly mail: { readonly smtpUrl: string | undefined; readonly from: string; readonly outboxFolder: string }
  readonly pages: { readonly node: string; readonly wallet: string }
  readonly migrationsFolder: string
}

/** The checkout or the unpacked package: two folders above this file, in `apps/server` as in `dist/server`. */
const root = fileURLToPath(new URL('../../', import.meta.url))
const here = fileURLToPath(new URL('./', import.meta.url))

/** Each command-line flag and the environment variable that it overrides. */
const flags = {
  'name': 'LER_NAME',
  'host': 'LER_HOST',
  'port': 'LER_PORT',
  'wallet-port': 'LER_WALLET_PORT',
  'data': 'LER_DATA',
  'database-url': 'DATABASE_URL',
  'key-file': 'LER_KEY_FILE',
  'public-base-url': 'LER_PUBLIC_BASE_URL',
  'wallet-base-url': 'LER_WALLET_BASE_URL',
  'tls-cert': 'LER_TLS_CERT',
  'tls-key': 'LER_TLS_KEY',
  'trusted-proxies': 'LER_TRUSTED_PROXIES',
  'mails-per-minute': 'LER_MAILS_PER_MINUTE',
  'upload-days': 'LER_UPLOAD_DAYS',
  'join': 'LER_JOIN',
  'role': 'LER_ROLE',
  'log-level': 'LER_LOG_LEVEL',
} as const

/**
 * Reads the settings from the command line and the environment; the command line wins.
 *
 * @throws ConfigError `config/unknown-flag`, `config/invalid`
 */
export function parseConfig(argv: readonly string[], env: NodeJS.ProcessEnv): Config {
  const given = parseFlags(argv)
  const setting = (flag: keyof typeof flags): string | undefined => given[flag] ?? (env[flags[flag]] || undefined)
  const dataFolder = resolve(setting('data') ?? 'data')
  const host = setting('host') ?? 'localhost'
  const port = parsePort('port', setting('port') ?? '4000')
  const walletPort = parsePort('wallet-port', setting('wallet-port') ?? '4001')
  const tls = parseTls(setting('tls-cert'), setting('tls-key'))
  const scheme = tls === undefined ? 'http' : 'https'
  const publicBaseUrl = parseOrigin('public-base-url', setting('public-base-url') ?? (env['PUBLIC_BASE_URL'] || undefined) ?? `${scheme}://localhost:${port}`)
  const walletBaseUrl = parseOrigin('wallet-base-url', setting('wallet-base-url') ?? `${scheme}://localhost:${walletPort}`)
  const following = { urls: parseJoin(setting('join')), role: parseRole(setting('role') ?? 'validator') }
  if (publicBaseUrl === walletBaseUrl) throw invalid('wallet-base-url', 'the wallet needs an origin of its own')
  return {
    name: setting('name') ?? 'Everlearned',
    version: readVersion(),
    host,
    port,
    walletPort,
    dataFolder,
    databaseUrl: setting('database-url') ?? `embedded:${join(dataFolder, 'postgres')}`,
    keyFile: resolve(setting('key-file') ?? `${dataFolder}.key`),
    ...parseLedgerPlace(env),
    publicBaseUrl,
    walletBaseUrl,
    rehearsal: !publicBaseUrl.startsWith('https:') || isLoopback(new URL(publicBaseUrl).hostname),
    tls,
    trustedProxies: parseCount('trusted-proxies', setting('trusted-proxies') ?? '0'),
    metricsToken: env['LER_METRICS_TOKEN'] || undefined,
    vcalmFlatResponse: env['LER_VCALM_FLAT_RESPONSE'] === '1',
    oid4vpLegacyQuery: env['LER_OID4VP_LEGACY_QUERY'] !== '0',
    vcApiOpen: parseVcApiOpen(env['VC_API_OPEN'], host),
    staticDocuments: parseStaticDocuments(env['STATIC_DOCUMENTS'] || undefined),
    fetchOrigins: parseOrigins('fetch-origins', env['LER_FETCH_ORIGINS']),
    // Whoever starts the node with an address wants it reached.
    networkOrigins: [...new Set([...parseOrigins('network-origins', env['LER_NETWORK_ORIGINS']), ...following.urls.map((url) => new URL(url).origin)])],
    join: following,
    logLevel: parseLogLevel(setting('log-level') ?? (process.stderr.isTTY ? 'warn' : 'info')),
    mailsPerMinute: parseMailRate('mails-per-minute', setting('mails-per-minute') ?? '300'),
    uploadDays: parseCount('upload-days', setting('upload-days') ?? '30'),
    mail: {
      smtpUrl: env['LER_SMTP_URL'] || undefined,
      from: env['LER_MAIL_FROM'] || `Everlearned <no-reply@${new URL(publicBaseUrl).hostname}>`,
      outboxFolder: join(dataFolder, 'outbox'),
    },
    pages: { node: join(root, 'dist/web/node'), wallet: join(root, 'dist/web/wallet') },
    migrationsFolder: join(here, 'database/migrations'),
  }
}

function parseFlags(argv: readonly string[]): Readonly<Partial<Record<string, string>>> {
  const options = Object.fromEntries(Object.keys(flags).map((flag) => [flag, { type: 'string' as const }]))
  try {
    return parseArgs({ args: [...argv], options, strict: true }).values
  } catch (cause) {
    throw new ConfigError('config/unknown-flag', `Cannot start: ${(cause as Error).message}`, { cause })
  }
}

function parsePort(flag: string, text: string): number {
  const port = parseCount(flag, text)
  if (port < 1 || port > 65_535) throw invalid(flag, 'a port is between 1 and 65535')
  return port
}

function parseMailRate(flag: string, text: string): number {
  const rate = parseCount(flag, text)
  if (rate < 1) throw invalid(flag, 'at least one mail a minute is needed')
  return rate
}

function parseCount(flag: string, text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw invalid(flag, 'a whole number is needed')
  return Number(text)
}

function parseOrigin(flag: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) throw invalid(flag, 'an http or https address is needed')
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '') throw invalid(flag, 'only scheme, host and port are taken')
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) throw invalid(flag, 'without https only localhost is taken: keys and records would travel in the clear')
  return url.origin
}

function parseLedgerPlace(env: NodeJS.ProcessEnv): Pick<Config, 'ledgerDatabaseUrl' | 'ledgerBucket'> {
  const [ledgerDatabaseUrl, bucket] = [env['LER_LEDGER_DATABASE_URL'] || undefined, env['LER_LEDGER_S3_URL'] || undefined]
  if (bucket === undefined) return { ledgerDatabaseUrl, ledgerBucket: undefined }
  if (ledgerDatabaseUrl === undefined) throw invalid('ledger-s3-url', 'only a log with its journal in PostgreSQL is published in a bucket: set LER_LEDGER_DATABASE_URL')
  return { ledgerDatabaseUrl, ledgerBucket: parseBucket(bucket) }
}

/** `https://<access key>:<secret>@<host>/<bucket>/<prefix>/?region=<region>`. The value holds a secret: no message repeats it. */
function parseBucket(text: string): Omit<S3Place, 'fetch'> {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const [, bucket, prefix = ''] = /^\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/((?:[\w-][\w.-]*\/)*)$/.exec(url?.pathname ?? '') ?? []
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || bucket === undefined || url.username === '' || url.password === '') {
    throw invalid('ledger-s3-url', 'it is https://KEY:SECRET@host/bucket/ with an optional prefix that ends in a slash and ?region=')
  }
  return {
    endpoint: url.origin, bucket, prefix, region: url.searchParams.get('region') ?? 'us-east-1',
    accessKeyId: decodeURIComponent(url.username), secretAccessKey: decodeURIComponent(url.password),
  }
}

function parseOrigins(flag: string, text = ''): readonly string[] {
  return text.split(/[\s,]+/).filter((part) => part !== '').map((part) => parseOrigin(flag, part))
}

/** Addresses of nodes, or of their logs. */
function parseJoin(text = ''): readonly string[] {
  const urls = text.split(/[\s,]+/).filter((part) => part !== '')
  for (const url of urls) {
    if (!URL.canParse(url)) throw invalid('join', 'addresses of nodes are needed, separated by commas')
    parseOrigin('join', new URL(url).origin)
  }
  return urls
}

function parseRole(text: string): Config['join']['role'] {
  const role = (['witness', 'mirror', 'validator'] as const).find((known) => known === text)
  if (role === undefined) throw invalid('role', 'one of validator, mirror and witness is needed')
  return role
}

function parseStaticDocuments(path: string | undefined): Config['staticDocuments'] {
  try {
    return path === undefined ? {} : readStaticDocuments(path)
  } catch (cause) {
    throw new ConfigError('config/invalid', 'Cannot start with STATIC_DOCUMENTS: the file must be JSON, an object that holds each document under its address', { cause })
  }
}

/** Anybody who reaches the surface can have anything signed there: it is for callers on this machine. */
function parseVcApiOpen(text: string | undefined, host: string): boolean {
  if (text !== '1') return false
  if (isLoopback(host) || host === '::1') return true
  throw new ConfigError('config/invalid', 'Cannot start with VC_API_OPEN=1: --host must be an address of this machine alone')
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

function parseTls(cert: string | undefined, key: string | undefined): Config['tls'] {
  if (cert === undefined && key === undefined) return undefined
  if (cert === undefined || key === undefined) throw invalid('tls-cert', 'it takes a certificate and a key together')
  try {
    return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') }
  } catch (cause) {
    throw new ConfigError('config/invalid', 'Cannot start: the TLS certificate or key cannot be read', { cause })
  }
}

function parseLogLevel(text: string): string {
  if (['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'].includes(text)) return text
  throw invalid('log-level', 'it is one of trace, debug, info, warn, error, fatal, silent')
}

function readVersion(): string {
  return (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string }).version
}

function invalid(flag: string, reason: string): ConfigError {
  return new ConfigError('config/invalid', `Cannot start with --${flag}: ${reason}`)
}
