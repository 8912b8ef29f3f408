import type { FastifyInstance } from 'fastify'
import type { Config } from './config.ts'

/** The two origins of a node, each with a policy of its own. */
export type PageOrigin = 'node' | 'wallet'

/**
 * What pages of an origin may do (Content Security Policy Level 3, Trusted Types).
 *
 * Nothing inline, nothing from elsewhere, never in a frame. The wallet may compile WebAssembly, for
 * argon2 alone; both may fetch over https, for issuers' documents and other nodes. Sound and film play only out of what the page holds.
 */
export function contentSecurityPolicy(origin: PageOrigin, { publicBaseUrl }: Pick<Config, 'publicBaseUrl'>): string {
  return [
    "default-src 'none'",
    `script-src 'self'${origin === 'wallet' ? " 'wasm-unsafe-eval'" : ''}`,
    "style-src 'self'",
    "img-src 'self' data: blob:",
    'media-src data:',
    "font-src 'self'",
    `connect-src 'self' ${origin === 'wallet' ? `${publicBaseUrl} ` : ''}https:`,
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types everlearned',
  ].join('; ')
}

/** Sets the headers that keep pages and answers to themselves. */
export function secureHeaders(app: Pick<FastifyInstance, 'addHook'>, config: Config, origin: PageOrigin = 'node'): void {
  const headers: Readonly<Record<string, string>> = {
    'content-security-policy': contentSecurityPolicy(origin, config),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'x-frame-options': 'DENY',
    'permissions-policy': 'camera=(self), publickey-credentials-create=(self), publickey-credentials-get=(self), geolocation=(), microphone=(), payment=(), usb=()',
    // Unless a route says that its answer is for everybody: names and links of people stay in no cache.
    'cache-control': 'no-store',
    ...(config.rehearsal ? {} : { 'strict-transport-security': 'max-age=31536000' }),
  }
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(headers)
  })
}
