import type { Finding } from '../../credential/finding.ts'
import { authorityFor } from '../../trust/history.ts'
import type { RegistryAnswer } from '../../trust/registries/issuer-standing.ts'
import { awardKindOf, fitOf, type AwardKind, type Fit } from '../award-kind.ts'
import { issuerVoicesOf, type IssuerVoices, type NetworkVoice } from '../issuer-voices.ts'
import { failed, notApplicable, passed, unknown } from '../report.ts'
import type { Subject } from '../subject.ts'
import type { VerifyContext } from '../verify-context.ts'

/**
 * Was the issuer accredited for this kind of award at that time? The time is that of the ledger's record, without one the present.
 * What the issuer says of its own accreditation counts for nothing, and a basis vouches for nothing outside its kind.
 */
export async function checkAccreditation(subject: Subject, context: VerifyContext): Promise<Finding> {
  const { issuerId, document } = subject
  if (issuerId === null) return notApplicable('accreditation/issuer-missing', 'It names no issuer who could be accredited')
  const voices = await issuerVoicesOf(subject, context)
  if (voices.networks.length + voices.outside.length === 0) return explainSilence(voices, context)
  const kind = awardKindOf(document)
  const findings = [...voices.networks.map((voice) => judgeVoice(voice, kind)), ...voices.outside.map((answer) => judgeOutside(answer, kind, voices))].filter((finding) => finding !== undefined)
  // Where one register says that its issuer may not, another does not make up for it.
  const told = findings.find(({ code }) => code === notForType) ?? (['passed', 'unknown', 'failed', 'not-applicable'] as const).map((outcome) => findings.find((finding) => finding.outcome === outcome)).find((finding) => finding !== undefined)
  return told ?? explainSilence(voices, context)
}

const notForType = 'accreditation/not-for-this-type'

function judgeVoice(voice: NetworkVoice, kind: AwardKind): Finding | undefined {
  const { network, participant: { did }, accreditations, unproven, at, isAtRecord, state } = voice
  const { registry } = network.registry
  if (state !== 'active') return failed('accreditation/issuer-not-in-force', 'Its issuer was suspended or withdrawn')
  const authorities = kind.ids.map((type) => authorityFor(registry, { type, did }, at))
  if (authorities.some((authority) => authority.state === 'denied') && unproven.length === 0) return failed(notForType, 'Its issuer is not accredited for awards of this type')
  const fits = accreditations.map((given) => fitOf(given, kind, { registry, at }))
  if (fits.includes('fits')) return passed
  if (unproven.some((given) => fitOf(given, kind, { registry, at }) === 'fits')) return timeUnproven(isAtRecord)
  if (fits.length > 0) return explainFits(fits)
  if (authorities.some((authority) => authority.state === 'granted')) return notApplicable('accreditation/not-required', 'Whoever is registered may make awards of this type')
  if (unproven.length > 0) return timeUnproven(isAtRecord)
  // A network without accreditors has nothing to say, and one of which only a part is here might have.
  const isTold = registry.accreditations.size > 0 && network.registry.isSnapshot !== true
  return isTold ? failed('accreditation/none', 'Nobody in the networks that this verifier trusts had accredited its issuer') : undefined
}

function timeUnproven(isAtRecord: boolean): Finding {
  const why = isAtRecord ? 'Its issuer was accredited on the day that it names, but when it was issued is its issuer\'s word' : 'Its issuer was accredited at some time, but no ledger shows that it was issued then'
  return unknown('accreditation/time-unproven', why)
}

function explainFits(fits: readonly Fit[]): Finding {
  return fits.includes('untold')
    ? unknown('accreditation/scope-untold', 'Its issuer was accredited, but whether for awards of this type is not recorded')
    : failed(notForType, 'Its issuer was accredited, but not for awards of this type')
}

/** Of a registry that others keep: scopes count when they name the award or its kind. */
function judgeOutside(answer: RegistryAnswer, { ids }: AwardKind, { days }: IssuerVoices): Finding | undefined {
  if (answer.state === 'unknown') return unknown('accreditation/registry-unreachable', 'A register of accreditation could not be asked')
  if (answer.state !== 'listed' || answer.standing.accreditedFor.length === 0) return undefined
  const { accreditedFor, state } = answer.standing
  if (state === 'withdrawn' || state === 'suspended') return failed('accreditation/not-in-force', 'The accreditation of its issuer was taken back')
  const named = accreditedFor.filter(({ scope }) => ids.includes(scope))
  if (named.length === 0) return unknown('accreditation/scope-untold', 'Its issuer was accredited, but whether for awards of this type is not recorded')
  const isOn = (day: string): boolean => named.some(({ from, until }) => (from === undefined || from.toISOString().slice(0, 10) <= day) && (until === undefined || day <= until.toISOString().slice(0, 10)))
  if (isOn(days.claimed) && isOn(days.latest)) return passed
  return isOn(days.claimed) ? timeUnproven(false) : failed('accreditation/not-in-force', 'The accreditation of its issuer did not hold on the day that it names')
}

function explainSilence({ silent, networks }: IssuerVoices, { trust: { networks: trusted = [], registries = [], accreditors = [] } }: VerifyContext): Finding {
  if (silent.length > 0) return unknown('accreditation/not-looked-up', 'The part of the registry that this verifier holds says nothing of its issuer')
  const couldTell = trusted.some(({ registry: { registry, isSnapshot } }) => registry.accreditations.size > 0 && isSnapshot !== true)
  if (networks.length === 0 && couldTell) return failed('accreditation/none', 'Nobody in the networks that this verifier trusts has accredited its issuer')
  if (registries.length + accreditors.length > 0) return unknown('accreditation/not-listed', 'The registers that were asked say nothing of an accreditation of its issuer')
  return unknown('accreditation/no-register', 'This verifier knows no register of accreditation that could be asked')
}
