import type { Cryptography } from '../../crypto/cryptography.ts'
import type { DidContext } from '../../did/resolve-did.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { EverlearnedError } from '../../error.ts'
import { parseDateTime } from '../../credential/date-time.ts'
import { worstOutcome, type Finding } from '../../credential/finding.ts'
import { parseJws } from '../../credential/jose/jws.ts'
import { readCarried } from '../../credential/jose/registered-claims.ts'
import { resolveTokenKeys } from '../../credential/jose/resolve-token-keys.ts'
import { verifyMessage } from '../../credential/jose/verify-message.ts'
import { isJsonObject, listOf } from '../../credential/parse-json.ts'
import { createKeyResolver } from '../../credential/resolve-key.ts'
import { verifyProofs, type ProofFinding } from '../../credential/verify-proofs.ts'
import { answerOf, type RegistryAnswer, type StandingState } from './issuer-standing.ts'
import { missingAnswer, refusedAnswer } from './registry-error.ts'

/** A body whose endorsement of an issuer the verifier takes for an accreditation, and for what. */
export interface Accreditor {
  readonly id: string
  readonly name: string
  /** Absolute identifiers. They come from the verifier alone: an endorsement says in free text what it is for. */
  readonly scopes: readonly string[]
}

/** What reading endorsements needs of its caller. */
export interface EndorsementContext extends DidContext {
  readonly accreditors: readonly Accreditor[]
  readonly cryptography: Pick<Cryptography, 'sha256' | 'sha384' | 'verifySignature' | 'verifyRsaSignature'>
  /** The moment judged. */
  readonly now: Date
  /** Looks up whether an endorsement that names a status list was taken back; without it such an endorsement leaves the question open. */
  readonly checkStatus?: ((endorsement: JsonObject) => Promise<Finding>) | undefined
}

/**
 * Reads an endorsement (Open Badges 3.0, "EndorsementCredential"), as an object with proofs or as a token. It counts only when it is
 * about `did`, by an accreditor of the verifier, and signed by that accreditor's key; undefined when it is by somebody else, about
 * something else, or no endorsement, which is worth nothing and takes nothing away.
 */
export async function readEndorsement(endorsement: Json, did: string, context: EndorsementContext): Promise<RegistryAnswer | undefined> {
  const read = readForm(endorsement)
  const accreditor = context.accreditors.find(({ id }) => id === idOf(read?.document['issuer']))
  if (read === undefined || accreditor === undefined || !isAbout(did, read.document)) return undefined
  const { id, name: registry, scopes } = accreditor
  try {
    if (read.conflict !== undefined) throw refusedAnswer('endorsement-conflict', 'a token contradicts the endorsement that it carries')
    await verifySigned(read, id, context)
    const [from, until] = [momentOf(read.document, 'validFrom', 'issuanceDate'), momentOf(read.document, 'validUntil', 'expirationDate')]
    const state = await stateOf(read.document, from, until, context)
    const window = { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) }
    const by = { id, name: registry }
    return { state: 'listed', registry, standing: {
      source: 'endorsement', registry, did, name: null, state, chain: [by, { id: did, name: null }], isRootPinned: true, checkedAt: context.now, ...window,
      accreditedFor: scopes.map((scope) => ({ scope, by, ...window })),
    } }
  } catch (error) {
    return answerOf(error, registry)
  }
}

interface Read {
  readonly document: JsonObject
  readonly token?: string
  readonly conflict?: string
}

function readForm(endorsement: Json): Read | undefined {
  if (isJsonObject(endorsement)) return { document: endorsement }
  if (typeof endorsement !== 'string') return undefined
  try {
    return { ...readCarried(parseJws(endorsement)), token: endorsement }
  } catch (error) {
    if (error instanceof EverlearnedError) return undefined
    throw error
  }
}

/** Only one subject, and exactly the issuer: an endorsement of an achievement or of a badge accredits nobody. */
function isAbout(did: string, { type, credentialSubject }: JsonObject): boolean {
  const [subject, ...others] = listOf(credentialSubject)
  return listOf(type).includes('EndorsementCredential') && others.length === 0 && isJsonObject(subject)
    && listOf(subject['type']).includes('EndorsementSubject') && subject['id'] === did
}

async function verifySigned({ document, token }: Read, accreditor: string, context: EndorsementContext): Promise<void> {
  const proofs = token === undefined ? await proofsOf(document, context) : [await verifyToken(token, accreditor, context)]
  const ofAccreditor = proofs.filter(({ verificationMethod }) => verificationMethod?.split('#', 1)[0] === accreditor)
  const outcome = worstOutcome(proofs.map((proof) => proof.outcome))
  if (outcome === 'passed' && ofAccreditor.length > 0) return
  if (outcome === 'unknown') throw missingAnswer('signature-unknown', 'the signature of an endorsement could not be verified')
  throw refusedAnswer('signature-invalid', 'an endorsement is not signed by the accreditor that it names')
}

function proofsOf(document: JsonObject, context: EndorsementContext): Promise<readonly ProofFinding[]> {
  const { cryptography, now, documents, fetchDocument } = context
  return verifyProofs(document, { cryptography, now, expectedPurpose: 'assertionMethod', resolveKey: createKeyResolver({ documents, fetchDocument }) })
}

async function verifyToken(token: string, signer: string, { cryptography, now, documents, fetchDocument }: EndorsementContext): Promise<ProofFinding> {
  const message = parseJws(token)
  const { exp, nbf } = message.payload
  const seconds = now.getTime() / 1_000
  const isInTime = (exp === undefined || (typeof exp === 'number' && seconds < exp)) && (nbf === undefined || (typeof nbf === 'number' && nbf <= seconds))
  if (!isInTime) throw refusedAnswer('endorsement-expired', 'the token of an endorsement is out of date')
  return verifyMessage(message, {
    cryptography, now, types: ['vc+jwt', 'vc+ld+jwt', 'jwt', ''],
    findKeys: (kid) => resolveTokenKeys({ kid, signer, relationship: 'assertionMethod' }, { documents, fetchDocument }),
  })
}

async function stateOf(document: JsonObject, from: Date | undefined, until: Date | undefined, { now, checkStatus }: EndorsementContext): Promise<StandingState> {
  if (document['credentialStatus'] !== undefined) {
    const { outcome = 'unknown' } = await checkStatus?.(document) ?? {}
    if (outcome === 'failed') return 'withdrawn'
    if (outcome !== 'passed') throw missingAnswer('status-unknown', 'whether an endorsement was taken back could not be looked up')
  }
  if (from !== undefined && now < from) return 'not-yet'
  return until !== undefined && until <= now ? 'expired' : 'in-force'
}

/** @throws RegistryError when there is a date that cannot be read: nobody knows then whether it holds */
function momentOf(document: JsonObject, ...names: readonly string[]): Date | undefined {
  const value = names.map((name) => document[name]).find((found) => found !== undefined)
  if (value === undefined) return undefined
  const moment = parseDateTime(value)
  if (moment === undefined) throw refusedAnswer('endorsement-malformed', 'a date of an endorsement cannot be read')
  return moment
}

function idOf(value: Json | undefined): string | undefined {
  const id = isJsonObject(value) ? value['id'] : value
  return typeof id === 'string' && id !== '' ? id : undefined
}
