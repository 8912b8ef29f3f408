import { useEffect, useState } from 'preact/hooks'
import { fetchIssuer, type LedgerEntry } from '../../network-api.ts'
import { didsIn, namesIn, type NamesByDid } from './describe-entry.ts'

/** What the registry answered before, for as long as the page is open; null for a DID that it does not know. */
const asked = new Map<string, Promise<string | null>>()

/** The names of everybody whom these entries are about; those that the entries do not bring along are asked of the registry. */
export function useNames(entries: readonly LedgerEntry[]): NamesByDid {
  const [found, setFound] = useState<NamesByDid>(new Map())
  const brought = namesIn(entries)
  const missing = [...new Set(entries.flatMap(didsIn))].filter((did) => !brought.has(did)).toSorted()
  useEffect(() => {
    const abort = new AbortController()
    void Promise.all(missing.map(async (did) => [did, await askName(did)] as const)).then((answers) => {
      if (!abort.signal.aborted) setFound(new Map(answers.flatMap(([did, name]) => (name === null ? [] : [[did, name] as const]))))
    })
    return () => abort.abort()
  }, [missing.join(' ')])
  return new Map([...found, ...brought])
}

function askName(did: string): Promise<string | null> {
  const before = asked.get(did)
  if (before !== undefined) return before
  const asking = fetchIssuer(did, new AbortController().signal).then(({ name }) => name, () => null)
  asked.set(did, asking)
  return asking
}
