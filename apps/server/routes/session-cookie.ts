import type { FastifyReply } from 'fastify'
import { absoluteSeconds } from '../accounts/sessions.ts'
import { sessionCookie } from '../authorize.ts'
import type { Config } from '../config.ts'

/** Gives the session's token to the browser, out of reach of scripts and of other sites' requests (RFC 6265bis). */
export function setSessionCookie(reply: FastifyReply, token: string, config: Config): void {
  reply.header('set-cookie', `${sessionCookie}=${token}; Path=/; Max-Age=${absoluteSeconds}; ${attributes(config)}`)
}

/** Takes it back. */
export function clearSessionCookie(reply: FastifyReply, config: Config): void {
  reply.header('set-cookie', `${sessionCookie}=; Path=/; Max-Age=0; ${attributes(config)}`)
}

function attributes({ publicBaseUrl }: Config): string {
  return `HttpOnly; SameSite=Strict${publicBaseUrl.startsWith('https:') ? '; Secure' : ''}`
}
