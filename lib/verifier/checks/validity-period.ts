import { parseDateTime } from '../../credential/date-time.ts'
import type { Finding } from '../../credential/finding.ts'
import { clockSkewSeconds } from '../../credential/verify-proofs.ts'
import { failed, notApplicable, passed } from '../report.ts'
import type { Subject } from '../subject.ts'
import type { VerifyContext } from '../verify-context.ts'

/** Is the moment it is judged for within the period that it names? From the instant of its end it is over. */
export function checkValidityPeriod({ document }: Subject, { now }: VerifyContext): Finding {
  // Data model 2.0 names them validFrom and validUntil, 1.1 issuanceDate and expirationDate; every one that is there binds.
  const begins = [document['validFrom'], document['issuanceDate']].filter((value) => value !== undefined)
  const ends = [document['validUntil'], document['expirationDate']].filter((value) => value !== undefined)
  if (begins.length + ends.length === 0) return notApplicable('validity-period/none', 'It names no period')
  const [from, until] = [begins.map(parseDateTime), ends.map(parseDateTime)]
  if ([...from, ...until].includes(undefined)) return failed('validity-period/malformed', 'Its period is not written as moments with a time zone')
  const latestStart = Math.max(...from.map((date) => date?.getTime() ?? 0), -Infinity)
  const earliestEnd = Math.min(...until.map((date) => date?.getTime() ?? 0), Infinity)
  if (earliestEnd <= latestStart) return failed('validity-period/empty', 'Its period ends before it begins')
  if (now.getTime() >= earliestEnd) return failed('validity-period/expired', 'Its period is over')
  if (now.getTime() + clockSkewSeconds * 1_000 < latestStart) return failed('validity-period/not-yet', 'Its period has not begun')
  return passed
}
