import type { Finding } from '../credential/finding.ts'
import { fullAllowance, spendProofs } from './allowance.ts'
import type { ReadInput } from './input.ts'
import { readInput } from './input.ts'
import { integrityOf, judgeCredential } from './judge-credential.ts'
import { createListsOfFile } from './lists-of-file.ts'
import { checkPresentation } from './presentation.ts'
import type { Acceptance, Report, Verdict } from './report.ts'
import { createSubject, verifyPresenter } from './subject.ts'
import type { VerifyContext } from './verify-context.ts'
import { VerifierError } from './verifier-error.ts'

/**
 * The verdict on any bytes: a credential, a presentation, a baked badge, a compact token or a share bundle.
 *
 * Untrusted: the bytes, whole and in part. However bad they are, the answer is a verdict; nothing is fetched unless the
 * context brings a network along.
 *
 * @throws VerifierError `verifier/unreadable` or `verifier/too-large` when nothing can be read at all
 */
export async function verify(bytes: Uint8Array<ArrayBuffer>, surroundings: VerifyContext): Promise<Verdict> {
  const context = { ...surroundings, fetchDocument: fetchOrThrow(surroundings.fetchDocument) }
  const input = { ...await readInput(bytes, context.cryptography), lists: createListsOfFile() }
  const presenter = await verifyPresenter(input, context)
  const reports: Report[] = []
  const allowance = fullAllowance()
  for (const read of input.credentials) reports.push(await judgeCredential(await createSubject(spendProofs(read, allowance), input, presenter, context), context, allowance))
  return summarise(input, reports, checkPresentation(input, presenter), context)
}

/** What was not had must not be mistaken for a document that is empty. */
function fetchOrThrow(fetchDocument: VerifyContext['fetchDocument']): VerifyContext['fetchDocument'] {
  if (fetchDocument === undefined) return undefined
  return async (url) => {
    const document = await fetchDocument(url)
    if (document === undefined) throw new VerifierError('verifier/document-unavailable', 'Cannot fetch document: it could not be had')
    return document
  }
}

function summarise({ container }: ReadInput, reports: readonly Report[], presentation: Finding | undefined, { trust }: VerifyContext): Verdict {
  const accepted = reports.map((each) => each.accepted)
  const worst: Acceptance = accepted.includes('no') ? 'no' : accepted.includes('unknown') || accepted.length === 0 ? 'unknown' : 'yes'
  return {
    container,
    integrity: integrityOf([...reports.map(({ integrity }) => integrity), ...(presentation === undefined ? [] : [presentation.outcome])]),
    accepted: presentation?.outcome === 'failed' ? 'no' : worst,
    policy: trust.policy,
    ...(presentation === undefined ? {} : { presentation }),
    reports,
  }
}
