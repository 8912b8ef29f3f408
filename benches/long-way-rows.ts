/** Documents that are left to the reference: how much faster it is than jsonld as it comes, whose contexts are copied at every node. */
import { canonicalize, loadContext, useCanonicalPath } from 'everlearned/credential'
import { nativeCryptography as cryptography } from 'everlearned/node'
import jsonld from 'jsonld'
import type { BenchContext, Size } from './bench-context.ts'
import type { Row } from './interleave.ts'

const goals: Readonly<Record<Size['size'], number>> = { small: 3.5, medium: 3.5, clr: 9 }

/** A row a size, from an unsigned object to canonical N-Quads. */
export async function longWayRows({ sizes, unsigned, inTurn }: BenchContext): Promise<readonly Row[]> {
  return sizes.map((size) => {
    const [ours, theirs] = [inTurn(unsigned(size)), inTurn(unsigned(size))]
    return { op: `long-way-${size.size}`, goal: goals[size.size], ratioOf: 'speed', run: () => byReference(ours()), bare: () => jsonld.canonize(theirs(), { algorithm: 'RDFC-1.0', documentLoader, base: null, safe: true, rdfDirection: 'i18n-datatype' }) }
  })
}

async function byReference(document: Parameters<typeof canonicalize>[0]): Promise<void> {
  useCanonicalPath('reference')
  await canonicalize(document, cryptography)
  useCanonicalPath('fast')
}

async function documentLoader(url: string): Promise<object> {
  return { documentUrl: url, document: loadContext(url, cryptography), tag: 'static' }
}
