import { createKeyResolver, didOfMethod, envelopeRules, findBrokenRules, isJsonObject, listOf, presentationRules, verifyProofs } from 'everlearned/credential'
import { encodeUtf8, type JsonObject } from 'everlearned/encoding'
import { verify } from 'everlearned/verifier'
import { findFaults, type Fault } from './find-faults.ts'
import { judgeCredential, judgeReport, verifyContextOf, type JudgeOptions, type Judgement } from './judge-credential.ts'
import { settleDisguise } from './settle-disguise.ts'
import type { Surface } from './surface.ts'

/** Untrusted: a presentation of more credentials is refused. */
const maxCredentials = 100

/**
 * Judges a presentation and every credential in it. One that nobody signed is taken when it is well formed, with a warning:
 * it proves nothing about who shows it.
 *
 * Untrusted: the whole presentation; the answer is always a judgement.
 */
export async function judgePresentation(presentation: JsonObject, options: JudgeOptions, surface: Surface): Promise<Judgement> {
  if (listOf(presentation['type']).includes('EnvelopedVerifiablePresentation')) return judgeEnvelope(presentation, options, surface)
  const faults = await findFaults(presentation, presentationRules, surface.context)
  const credentials = listOf(presentation['verifiableCredential']).filter(isJsonObject)
  if (credentials.length > maxCredentials) return refused('vc-api/too-many-credentials', `A presentation of more than ${maxCredentials} credentials is not looked at`)
  if (faults.length > 0) return { errors: faults, warnings: [] }
  const judgements = [await judgePresenter(presentation, options, surface)]
  for (const credential of credentials) judgements.push(await judgeCredential(credential, { checks: options.checks }, surface))
  return combined(judgements)
}

/** Verifiable Credentials Data Model 2.0, "Enveloped Verifiable Presentations". */
async function judgeEnvelope(envelope: JsonObject, options: JudgeOptions, surface: Surface): Promise<Judgement> {
  const [broken] = findBrokenRules(envelope, envelopeRules)
  if (broken !== undefined) return refused(broken.code, broken.demand)
  const verdict = await verify(encodeUtf8(JSON.stringify(envelope)), verifyContextOf(surface, options))
  if (verdict.container !== 'presentation' || verdict.presentation === undefined) return refused('vc-api/not-a-presentation', 'What is in the envelope is no presentation')
  const { outcome, code = 'presentation/unknown', reason = '' } = verdict.presentation
  const presenter = outcome === 'passed' ? [] : [refused(code, reason)]
  return combined([...presenter, ...verdict.reports.map((report) => judgeReport(report, options))])
}

async function judgePresenter(presentation: JsonObject, { challenge, domain }: JudgeOptions, surface: Surface): Promise<Judgement> {
  if (!('proof' in presentation)) return { errors: [], warnings: [{ name: 'PRESENTATION_NOT_SIGNED', message: 'Nobody signed the presentation, so it proves nothing about who shows it' }] }
  const { context, fetchDocument } = surface
  const { cryptography, config } = context
  const resolveKey = createKeyResolver({ documents: config.staticDocuments, fetchDocument })
  const findings = await verifyProofs(presentation, { resolveKey, cryptography, now: context.now(), expectedPurpose: 'authentication', challenge, domain })
  const { errors, warnings } = await settleDisguise(findings.filter(({ outcome }) => outcome !== 'passed'), presentation, surface)
  const { holder } = presentation
  const holderId = isJsonObject(holder) ? holder['id'] : holder
  const isOfHolder = holderId === undefined || findings.some(({ verificationMethod }) => didOfMethod(verificationMethod ?? '') === holderId)
  return { errors, warnings: isOfHolder ? warnings : [...warnings, { name: 'HOLDER_MISMATCH', message: 'The key that signed it is not one of the holder that it names' }] }
}

function refused(name: string, message: string): Judgement {
  return { errors: [{ name, message }], warnings: [] }
}

function combined(judgements: readonly Judgement[]): Judgement {
  const all = (member: keyof Judgement): readonly Fault[] => judgements.flatMap((judgement) => judgement[member])
  return { errors: all('errors'), warnings: all('warnings') }
}
