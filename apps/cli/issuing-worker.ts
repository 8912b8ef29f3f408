/** The thread of `ler issue --csv` that signs: the script of the pool in `sign-in-threads.ts`. */
import type { PrivateKeyJwk } from 'everlearned/crypto'
import type { RowToIssue } from 'everlearned/issuer'
import { answerBatches, nativeCryptography as cryptography } from 'everlearned/node'
import { chooseCanonicalPath } from './choose-canonical-path.ts'
import { createRowSigner, type RowSigning, type SignedRow } from './sign-rows.ts'

/** What a thread is told when it starts. */
export interface ThreadSetup extends RowSigning {
  readonly jwk: PrivateKeyJwk
  readonly did: string
  readonly verificationMethod: string
}

answerBatches<ThreadSetup, readonly RowToIssue[], readonly SignedRow[]>(
  async ({ jwk, did, verificationMethod, ...signing }) => {
    await chooseCanonicalPath(process.env['LER_CANONICAL'])
    return createRowSigner({ did, verificationMethod, signingKey: await cryptography.importSigningKey(jwk) }, signing)
  },
  (rows) => rows.flatMap((row) => ('buffer' in row ? [row.buffer] : [])).slice(0, 1),
)
