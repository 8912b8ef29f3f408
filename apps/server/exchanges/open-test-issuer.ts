import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAchievement, createAchievementCredential, signCredential, type AchievementCredential } from 'everlearned/credential'
import { didKey, didKeyVerificationMethod } from 'everlearned/did'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { createBitstring, createStatusEntry, createStatusListCredential, withBit } from 'everlearned/status'

/** An issuer that is not ours, whose lists lie on a server of its own on this machine. */
export interface TestIssuer {
  readonly origin: string
  readonly did: string
  /** A credential about a holder, as text. */
  issue(holder: string, variant?: CredentialVariant): Promise<string>
  close(): Promise<void>
}

/** What is otherwise than it should be. */
export interface CredentialVariant {
  readonly type?: 'Ed25519' | 'P-256'
  readonly validUntil?: Date
  /** `gone` is a list that nobody serves; `forged` one that another key signed; `old` one whose time is over. */
  readonly list?: 'revoked' | 'forged' | 'old' | 'gone'
  /** Changes it before it is signed. */
  readonly alter?: (credential: AchievementCredential) => AchievementCredential
}

const index = 4_821

/** Opens such an issuer, which believes that it is `now`. */
export async function openTestIssuer(now: () => Date): Promise<TestIssuer> {
  const [ed25519, p256, stranger] = await Promise.all((['Ed25519', 'P-256', 'Ed25519'] as const).map(async (type) => cryptography.importSigningKey(await cryptography.generateKey(type))))
  if (ed25519 === undefined || p256 === undefined || stranger === undefined) throw new Error('keys were made')
  const signing = (type: 'Ed25519' | 'P-256') => {
    const signingKey = type === 'Ed25519' ? ed25519 : p256
    return { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: now(), cryptography }
  }
  const server = createServer((request, response) => {
    const [, list = '', type = ''] = /^\/status\/([a-z]+)\/(Ed25519|P-256)$/.exec(request.url ?? '') ?? []
    if (type !== 'Ed25519' && type !== 'P-256') return void response.writeHead(404).end()
    return void signList(list, type).then((text) => response.writeHead(200, { 'content-type': 'application/vc' }).end(text))
  })
  const signList = async (list: string, type: 'Ed25519' | 'P-256'): Promise<string> => {
    const made = list === 'old' ? new Date(now().getTime() - 2 * 86_400_000) : now()
    const bits = list === 'revoked' ? withBit(createBitstring(), index, 1) : createBitstring()
    const { signingKey, ...rest } = signing(type)
    const credential = await createStatusListCredential({ url: `${origin}/status/${list}/${type}`, issuer: didKey(signingKey.publicKey), purpose: 'revocation', bits, validFrom: made, ttlSeconds: 86_400 })
    return JSON.stringify(await signCredential(credential, { ...rest, created: made, signingKey: list === 'forged' ? stranger : signingKey }))
  }
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`
  return {
    origin,
    did: didKey(ed25519.publicKey),
    issue: async (holder, { type = 'Ed25519', validUntil = new Date(now().getTime() + 365 * 86_400_000), list, alter = (same: AchievementCredential) => same } = {}) => {
      const begun = new Date(now().getTime() - 86_400_000)
      const achievement = createAchievement({ id: 'https://elsewhere.example/achievements/1', name: 'Crane operator', description: 'Operates a crane', criteria: { narrative: 'Test' }, achievementType: 'Certificate', alignments: [] })
      const url = list === 'gone' ? `${origin}/nothing` : `${origin}/status/${list ?? 'good'}/${type}`
      const { created: _, ...rest } = signing(type)
      const credential = createAchievementCredential({
        id: `urn:uuid:${crypto.randomUUID()}`, issuer: { id: didKey(rest.signingKey.publicKey), name: 'Elsewhere' }, achievement, subject: { did: holder }, validFrom: begun, validUntil, status: createStatusEntry(url, index, 'revocation'),
      })
      return JSON.stringify(await signCredential(alter(credential), { ...rest, created: begun }))
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
