import type { Finding } from '../../credential/finding.ts'
import { notApplicable, unknown } from '../report.ts'
import type { Subject } from '../subject.ts'

/** Was the issuer accredited for this kind of award at that time? Registers of accreditation are not read yet. */
export function checkAccreditation({ issuerId }: Subject): Finding {
  if (issuerId === null) return notApplicable('accreditation/issuer-missing', 'It names no issuer who could be accredited')
  return unknown('accreditation/not-supported', 'Registers of accreditation are not looked at yet')
}
