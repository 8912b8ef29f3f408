import { describeCredential, type CredentialDescription } from 'everlearned/holder'
import type { ContainedReport } from 'everlearned/verifier'

/** A credential inside another: the verdict on it, what it says, and what is inside it in turn. */
export interface JudgedPart {
  readonly verdict: ContainedReport
  readonly credential: CredentialDescription
  /** What an endorser says, in their words. */
  readonly comment: string | undefined
  readonly parts: readonly JudgedPart[]
}

/** Untrusted: what is longer is cut. */
const maxComment = 2_000

/** Finds what each credential inside `document` says. Untrusted: whatever stands there; what cannot be read says nothing. */
export function describeContained(document: unknown, contained: readonly ContainedReport[] = []): readonly JudgedPart[] {
  return contained.map((verdict) => {
    const value = valueAt(document, verdict.pointer)
    const credential = describeCredential(typeof value === 'string' || isRecord(value) ? value as Parameters<typeof describeCredential>[0] : {})
    return { verdict, credential, comment: commentOf(value), parts: describeContained(value, verdict.report.contained) }
  })
}

/** RFC 6901, section 4. */
function valueAt(document: unknown, pointer: string): unknown {
  return pointer.split('/').slice(1).map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, name) => ((isRecord(value) || Array.isArray(value)) && Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined), document)
}

function commentOf(value: unknown): string | undefined {
  const subject = isRecord(value) ? value['credentialSubject'] : undefined
  const comment = isRecord(subject) ? subject['endorsementComment'] : undefined
  return typeof comment === 'string' && comment.trim() !== '' ? comment.slice(0, maxComment) : undefined
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
