import { parseDateTime } from '../../credential/date-time.ts'
import type { Finding } from '../../credential/finding.ts'
import { clockSkewSeconds } from '../../credential/verify-proofs.ts'
import type { Json } from '../../encoding/canonical-json.ts'
import { failed, notApplicable, passed } from '../report.ts'
import type { Subject } from '../subject.ts'
import type { VerifyContext } from '../verify-context.ts'

/** Is the moment it is judged for within the period that it names? From the instant of its end it is over. */
export function checkValidityPeriod({ document, read }: Subject, { now }: VerifyContext): Finding {
  // Data model 2.0 names them validFrom and validUntil, 1.1 issuanceDate and expirationDate, tokens nbf and exp; every one that is there binds.
  const { nbf, exp } = read.token?.claims ?? {}
  const from = [...momentsOf(document['validFrom'], document['issuanceDate']), ...secondsOf(nbf)]
  const until = [...momentsOf(document['validUntil'], document['expirationDate']), ...secondsOf(exp)]
  if (from.length + until.length === 0) return notApplicable('validity-period/none', 'It names no period')
  if ([...from, ...until].some(Number.isNaN)) return failed('validity-period/malformed', 'Its period is not written as moments with a time zone')
  const [latestStart, earliestEnd] = [Math.max(...from), Math.min(...until)]
  if (earliestEnd <= latestStart) return failed('validity-period/empty', 'Its period ends before it begins')
  if (now.getTime() >= earliestEnd) return failed('validity-period/expired', 'Its period is over')
  if (now.getTime() + clockSkewSeconds * 1_000 < latestStart) return failed('validity-period/not-yet', 'Its period has not begun')
  return passed
}

function momentsOf(...values: readonly (Json | undefined)[]): readonly number[] {
  return values.filter((value) => value !== undefined).map((value) => parseDateTime(value)?.getTime() ?? NaN)
}

/** RFC 7519, "NumericDate". */
function secondsOf(value: Json | undefined): readonly number[] {
  if (value === undefined) return []
  return [typeof value === 'number' && Number.isFinite(value) ? value * 1_000 : NaN]
}
