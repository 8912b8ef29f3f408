import { canonicalize } from '../../credential/canonicalize.ts'
import { credentialsContextUrl } from '../../credential/contexts.ts'
import { CredentialError } from '../../credential/credential-error.ts'
import type { Finding } from '../../credential/finding.ts'
import { isUrl } from '../../credential/is-url.ts'
import { isJsonObject, listOf } from '../../credential/parse-json.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { failed, passed, unknown } from '../report.ts'
import { isVerifiableCredential, typesOf } from '../standard.ts'
import type { Subject } from '../subject.ts'
import { idOf } from '../subject.ts'
import type { VerifyContext } from '../verify-context.ts'

/** Data model 2.0 and, for reading only, 1.1: the context that stands first. */
const baseContexts: readonly Json[] = [credentialsContextUrl, 'https://www.w3.org/2018/credentials/v1']

/** Is it a credential at all: the members that the data model demands, and every term defined, so that nothing in it goes unsigned? */
export async function checkFormat({ read, document, standard, proofs }: Subject, { cryptography }: VerifyContext): Promise<Finding> {
  if (read.fault !== undefined) return failed(read.fault.code, read.fault.reason)
  if (read.token?.conflict !== undefined) return failed('format/claims-conflict', `Its token and what it carries disagree on ${read.token.conflict}`)
  if (standard === 'sd-jwt-vc' && read.securing === 'sd-jwt') return checkTokenClaims(document)
  if (!isVerifiableCredential(document)) {
    if (standard === 'unknown') return failed('format/not-a-credential', 'This is no credential')
    if (standard === 'clr-1.0') return unknown('format/older', 'It is a Comprehensive Learner Record of version 1.0, an older form that cannot be checked here; its issuer can give it in version 2.0')
    return unknown('format/not-supported', 'This kind of record is not looked into yet')
  }
  const fault = findModelFault(document)
  if (fault !== undefined) return failed(fault.code, fault.reason)
  // A proof over statements that verified has put the whole document through JSON-LD; a token, and canonical JSON, is signed as it stands.
  if (read.securing !== 'embedded' || proofs.some(({ outcome }) => outcome === 'passed')) return passed
  return checkTerms(document, cryptography)
}

/** SD-JWT VC, "Registered JWT Claims". */
function checkTokenClaims({ vct, iss, sub, status, cnf }: JsonObject): Finding {
  if (typeof vct !== 'string' || vct === '') return failed('format/type-missing', 'It does not say of which type it is')
  if (iss !== undefined && !isUrl(iss)) return failed('format/issuer-malformed', 'Its issuer is not named by an address')
  if (sub !== undefined && typeof sub !== 'string') return failed('format/subject-malformed', 'Its subject is not named by a text')
  return [status, cnf].every((value) => value === undefined || isJsonObject(value)) ? passed : failed('format/part-malformed', 'Its status or its key is not an object')
}

async function checkTerms(document: JsonObject, cryptography: VerifyContext['cryptography']): Promise<Finding> {
  const { proof: _, ...unsecured } = document
  try {
    await canonicalize(unsecured, cryptography)
    return passed
  } catch (error) {
    if (!(error instanceof CredentialError) || error.code === 'credential/context-altered') throw error
    const code = error.code.replace('credential/', 'format/')
    if (error.code === 'credential/context-unknown') return unknown(code, 'It names a vocabulary that is not known here, so its terms cannot be read')
    return error.code === 'credential/too-complex' ? unknown(code, 'It is too intricate to be looked at') : failed(code, 'Some of its terms mean nothing, so no signature covers them')
  }
}

type Fault = { readonly code: string; readonly reason: string }

/** Verifiable Credentials Data Model 2.0, sections "Contexts" to "Evidence": what must be there and of which kind. */
function findModelFault(document: JsonObject): Fault | undefined {
  const { '@context': contexts, id, issuer, credentialSubject } = document
  if (!baseContexts.includes(listOf(contexts)[0] ?? null)) return fault('format/context-missing', 'Its first context is not that of credentials')
  if (!listOf(contexts).every((context) => isUrl(context) || isJsonObject(context))) return fault('format/context-malformed', 'One of its contexts is neither an address nor an object')
  if (!typesOf(document).includes('VerifiableCredential')) return fault('format/type-missing', 'Its type is not VerifiableCredential')
  if (id !== undefined && !isUrl(id)) return fault('format/id-malformed', 'Its id is not an address')
  if (issuer === undefined || idOf(issuer) === null) return fault('format/issuer-missing', 'It names no issuer')
  if (!isUrl(idOf(issuer) ?? '')) return fault('format/issuer-malformed', 'Its issuer is not named by an address')
  const subjects = listOf(credentialSubject)
  if (subjects.length === 0 || !subjects.every(isFilledObject)) return fault('format/subject-missing', 'It says nothing about anybody')
  if (!subjects.every((subject) => isOptionalAddress(subject, 'id'))) return fault('format/subject-malformed', 'Its subject has an id that is not an address')
  return findPartFault(document)
}

/** Members whose values must say their type, and for some an id that is an address. */
const parts = [
  { name: 'credentialStatus', needsId: false }, { name: 'credentialSchema', needsId: true }, { name: 'termsOfUse', needsId: false },
  { name: 'evidence', needsId: false }, { name: 'refreshService', needsId: false },
] as const

function findPartFault(document: JsonObject): Fault | undefined {
  for (const { name, needsId } of parts) {
    for (const part of listOf(document[name])) {
      if (!isJsonObject(part) || typesOf(part).length === 0) return fault(`format/part-malformed`, `Its ${name} has no type`)
      if (!isOptionalAddress(part, 'id') || (needsId && part['id'] === undefined)) return fault('format/part-malformed', `Its ${name} has an id that is not an address`)
    }
  }
  return undefined
}

function isFilledObject(value: Json): boolean {
  return isJsonObject(value) && Object.keys(value).length > 0
}

function isOptionalAddress(value: Json, name: string): boolean {
  return !isJsonObject(value) || value[name] === undefined || isUrl(value[name])
}

function fault(code: string, reason: string): Fault {
  return { code, reason }
}
