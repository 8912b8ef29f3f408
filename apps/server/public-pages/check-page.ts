import { findContactDetails, hasEmailAddress } from 'everlearned/credential'
import { encodeUtf8 } from 'everlearned/encoding'
import { checkHolderProof } from 'everlearned/exchange'
import { pageChallenge, type PageContent, type PageRequest } from 'everlearned/exchange/public-page'
import { EverlearnedError } from 'everlearned/error'
import { readInput, subjectsWithin, type ReadInput } from 'everlearned/verifier'
import type { NodeContext } from '../context.ts'
import { ServerError } from '../server-error.ts'

/** Proofs are made at the moment of publishing; a telephone's clock may be off by this much. */
const maxProofAgeSeconds = 900

type CheckContext = Pick<NodeContext, 'config' | 'cryptography' | 'now'>

/**
 * Holds a page against what may stand in public: it can be read, tells nobody how its person is reached, carries nobody else's words, and
 * every record on it, those inside others too, is about a key that was proven for this very page. Answers the DIDs that were proven.
 *
 * Untrusted: all of it. Whether the records hold is for whoever reads the page: their browser judges.
 *
 * @throws ServerError `public-page/malformed`, `public-page/private`, `public-page/holder-unproven`
 */
export async function checkPage(request: PageRequest, context: CheckContext): Promise<readonly string[]> {
  const { credentials, bundle } = await readBundle(request.bundle, context)
  if (hasEmailAddress(`${bundle?.cover?.name ?? ''} ${bundle?.cover?.headline ?? ''}`)) throw notForAll('an address stands over it')
  if (bundle?.endorsements !== undefined) throw notForAll('others said something in it to those whom it was shown')
  for (const { document } of credentials) {
    const [detail] = findContactDetails(document)
    if (detail !== undefined) throw notForAll(`a record tells how its person is reached (${detail})`)
  }
  const holders = await proveHolders(request, context)
  const subjects = await Promise.all(credentials.map(({ document }) => subjectsWithin(document, context.cryptography)))
  if (!subjects.flat().every((id) => holders.includes(id))) throw new ServerError('public-page/holder-unproven', 'Cannot publish page: a record is about a key that was not proven')
  return holders
}

async function readBundle(text: string, { cryptography }: CheckContext): Promise<ReadInput> {
  try {
    const input = await readInput(encodeUtf8(text), cryptography)
    if (input.container === 'bundle' && input.credentials.length > 0 && input.credentials.every(({ fault }) => fault === undefined)) return input
  } catch (cause) {
    if (!(cause instanceof EverlearnedError)) throw cause
  }
  throw new ServerError('public-page/malformed', 'Cannot publish page: it is no readable bundle')
}

/** Whose keys were proven; one proof that does not hold spoils them all. */
async function proveHolders({ proofs, ...content }: PageRequest & PageContent, { config, cryptography, now }: CheckContext): Promise<readonly string[]> {
  const expected = { challenge: pageChallenge(content, cryptography), domain: config.publicBaseUrl, now: now(), maxAgeSeconds: maxProofAgeSeconds, cryptography, dids: {}, acceptedMethods: ['key', 'jwk'] as const }
  const findings = await Promise.all(proofs.map((proof) => checkHolderProof(proof, expected)))
  return findings.map(({ holder }) => {
    if (holder === null) throw new ServerError('public-page/holder-unproven', 'Cannot publish page: a proof of a key does not hold')
    return holder
  })
}

function notForAll(state: string): ServerError {
  return new ServerError('public-page/private', `Cannot publish page: ${state}`)
}
