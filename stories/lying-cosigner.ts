import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodeMultikey } from 'everlearned/crypto'
import { cosign, cosignerKeyOf, formatCosignerKey, formatNote, parseAddCheckpoint } from 'everlearned/ledger'
import { nativeCryptography as cryptography } from 'everlearned/node'
import type { NetworkMember, Sector } from 'everlearned/trust'
import { serveRequests, type Serving } from '../apps/cli/serve-requests.ts'

/** A member of a network that cosigns whatever anybody shows it, two histories of one log as well. */
export interface LyingCosigner extends Serving {
  readonly member: NetworkMember
  /** The file with the key of its seat. */
  readonly seat: string
}

/** Starts one that speaks for a sector. */
export async function startLiar(folder: string, sector: Sector): Promise<LyingCosigner> {
  const [seatJwk, cosignerJwk] = [await cryptography.generateKey('Ed25519'), await cryptography.generateKey('Ed25519')]
  const [seatKey, key] = [await cryptography.importSigningKey(seatJwk), await cryptography.importSigningKey(cosignerJwk)]
  const [seat, name] = [join(folder, `${sector}-liar.json`), `${sector}.liar/validator`]
  writeFileSync(seat, JSON.stringify(seatJwk))
  const serving = await serveRequests({ host: '127.0.0.1', port: 0 }, async (request) => {
    const { checkpoint } = parseAddCheckpoint(await request.text())
    const { text } = checkpoint.note
    const line = await cosign(checkpoint, { name, key, seconds: Math.floor(Date.now() / 1_000) }, cryptography)
    return new Response(formatNote({ text, signatures: [line] }).slice(text.length + 1))
  })
  const member = {
    name: `The ${sector} liar`, sector, url: `${serving.url}/ledger`, seat: encodeMultikey(seatKey.publicKey),
    cosigner: formatCosignerKey(cosignerKeyOf(name, key.publicKey, cryptography.sha256)),
  }
  return { ...serving, member, seat }
}
