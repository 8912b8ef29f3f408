import type { JsonObject } from 'everlearned/encoding'
import type { CopyResult } from 'everlearned/exchange/claim'
import { credentialForRow, issueUnlinkable, undated, unlinkable } from 'everlearned/issuer'
import { didDocumentOf } from '../accounts/did-document.ts'
import { openBbsKey } from '../accounts/organisation-bbs-key.ts'
import type { IssuingContext } from './issuing-context.ts'
import { publicAchievement, type Award } from './make-credential.ts'

/**
 * Signs a copy of which nobody can tell that two shares are of one person: it names nobody, has no place in a status list and no
 * commitment, ends within thirty days, and is not kept. Whoever asks again gets another.
 */
export async function makeUnlinkable({ organisationId, achievementId, definition, row }: Award, context: IssuingContext): Promise<CopyResult> {
  const { cryptography, database } = context
  const { key: signingKey, did, verificationMethod } = await openBbsKey(organisationId, context)
  const { name, url, slug } = await database.selectFrom('organisation').select(['name', 'url', 'slug']).where('id', '=', organisationId).executeTakeFirstOrThrow()
  const now = context.now()
  const dated = credentialForRow(row, {
    achievement: publicAchievement(achievementId, definition, context), issuer: { id: did, name, ...(url === null ? {} : { url }) }, validityMonths: definition.validityMonths,
  }, { now, cryptography })
  const credential = await issueUnlinkable(unlinkable(undated(dated, now), now), { signingKey, verificationMethod, cryptography })
  const didDocument = did.startsWith('did:key:') ? undefined : await didDocumentOf(slug, context)
  return { credential, documents: didDocument === undefined ? {} : { [did]: didDocument as JsonObject } }
}
