import { Oid4vciRefusal } from 'everlearned/exchange/oid4vci'
import type { NodeContext } from '../../context.ts'
import { hashSecret, makeSecret } from '../../secrets.ts'
import type { Exchange } from '../exchange-session.ts'

/** How long a nonce is good. */
export const nonceLifeSeconds = 300

/** Nonces that one exchange has open: the oldest make room. */
const maxOpenNonces = 20

/** Gives out a nonce for one key proof (OpenID4VCI 1.0, "Nonce Endpoint"). */
export async function makeNonce({ id }: Exchange, { database, now }: NodeContext): Promise<string> {
  const surplus = await database.selectFrom('exchange_nonce').select('nonce_hash').where('exchange_id', '=', id).orderBy('expires_at', 'desc').offset(maxOpenNonces - 1).execute()
  if (surplus.length > 0) await database.deleteFrom('exchange_nonce').where('nonce_hash', 'in', surplus.map(({ nonce_hash: hash }) => hash)).execute()
  const nonce = makeSecret()
  await database.insertInto('exchange_nonce').values({ nonce_hash: hashSecret(nonce), exchange_id: id, expires_at: new Date(now().getTime() + nonceLifeSeconds * 1_000) }).execute()
  return nonce
}

/** Uses a nonce up, whatever comes of the proof that repeats it. Untrusted: any text. @throws Oid4vciRefusal `invalid_nonce` */
export async function spendNonce({ id }: Exchange, nonce: string, { database, now }: NodeContext): Promise<void> {
  const spent = await database.deleteFrom('exchange_nonce').where('nonce_hash', '=', hashSecret(nonce)).where('exchange_id', '=', id).where('expires_at', '>', now()).returning('nonce_hash').executeTakeFirst()
  if (spent === undefined) throw new Oid4vciRefusal('invalid_nonce', 'Cannot hand over: the nonce is not one of this issuer, was used, or its time is over')
}
