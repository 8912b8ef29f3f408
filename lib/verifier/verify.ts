import type { Verdict } from './report.ts'
import type { VerifyContext } from './verify-context.ts'
import { VerifierError } from './verifier-error.ts'

/**
 * The verdict on any bytes: a credential, a presentation, a baked badge, a compact token or a share bundle.
 *
 * @throws VerifierError `verifier/unreadable` or `verifier/too-large` when nothing can be read at all
 */
export async function verify(bytes: Uint8Array<ArrayBuffer>, context: VerifyContext): Promise<Verdict> {
  void context
  throw new VerifierError('verifier/unreadable', `Cannot read ${bytes.length} bytes: no known format`)
}
