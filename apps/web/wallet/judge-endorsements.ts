import { requestNode } from 'everlearned/holder'
import { formatBundle, trustNobody, verify, type EndorsementReport, type Trust } from 'everlearned/verifier'
import type { OpenSession } from './session.ts'

/** Endorsements as whoever checks the record will see them: by the organisations that its node knows, in the order given. */
export async function judgeEndorsements(credential: string, endorsements: readonly string[], { node, session }: { readonly node: string; readonly session: OpenSession }): Promise<readonly EndorsementReport[]> {
  if (endorsements.length === 0) return []
  const { cryptography } = session.context
  const ask = (url: string): Promise<unknown> => requestNode(url, fetch.bind(globalThis))
  const issuers = await ask(`${node}/api/issuers`).then((answer) => issuersIn(answer), () => [])
  const bundle = formatBundle({ credentials: [credential], documents: {}, status: {}, ledgerProofs: [], logs: [], endorsements })
  // Only the node that keeps the lists is asked, and it is the one of the record.
  const fetchDocument = async (url: string): Promise<unknown> => (new URL(url).origin === node ? ask(url) : undefined)
  const { reports } = await verify(new TextEncoder().encode(bundle), { cryptography, now: new Date(), documents: {}, trust: { ...trustNobody, issuers }, fetchDocument })
  return reports[0]?.endorsements ?? []
}

/** Untrusted: the answer of a node. */
function issuersIn(answer: unknown): Trust['issuers'] {
  const list = typeof answer === 'object' && answer !== null && 'issuers' in answer && Array.isArray(answer.issuers) ? answer.issuers as readonly unknown[] : []
  return list.filter((each): each is Trust['issuers'][number] => typeof each === 'object' && each !== null && 'did' in each && typeof each.did === 'string' && 'name' in each && typeof each.name === 'string')
}
