import type { Bundle } from '../verifier/bundle.ts'

/** Several bundles as one: their credentials in this order, and all that goes with them. */
export function joinBundles(parts: readonly Bundle[]): Bundle {
  const evidence = new Map(parts.flatMap((part) => part.evidence ?? []).map((file) => [file.id, file]))
  return {
    credentials: parts.flatMap(({ credentials }) => credentials),
    documents: Object.assign({}, ...parts.map(({ documents }) => documents)) as Bundle['documents'],
    status: Object.assign({}, ...parts.map(({ status }) => status)) as Bundle['status'],
    ledgerProofs: parts.flatMap(({ ledgerProofs }) => ledgerProofs),
    logs: [...new Set(parts.flatMap(({ logs }) => logs))],
    archived: parts.flatMap(({ archived = [] }) => archived),
    ...(evidence.size === 0 ? {} : { evidence: [...evidence.values()] }),
  }
}
