import { canonicalJson } from '../../encoding/canonical-json.ts'
import { encodeUtf8 } from '../../encoding/bytes.ts'
import { encodeHex } from '../../encoding/hex.ts'
import { refuse, refuseBefore, refuseParticipant, type Rule } from '../ruling.ts'

/** The digest of a status list, by its issuer: the last one is what counts when the issuer is gone. */
export const judgeStatus: Rule<'status'> = ({ issuer, list, digest }, scene) => (
  refuseParticipant(issuer, scene) ?? (() => {
    append(scene.registry.statusLists, list, { index: scene.index, issuer, digest })
    return []
  })
)

/** What is kept for the time after its issuer: a DID document is its own only, and what a node serves to wallets is said by who runs its log. */
export const judgeArchive: Rule<'archive'> = ({ issuer, kind, id, digest, document }, scene) => {
  const refusal = refuseParticipant(issuer, scene)
  if (refusal !== undefined) return refusal
  if (kind === 'build') {
    const early = refuseBefore(3, scene.judge.registry, scene.judge.at)
    if (early !== undefined) return early
    if (issuer !== scene.registry.operator) return refuse('trust/not-entitled', 'another runs this log')
  }
  if (kind === 'did-document' && (id !== issuer || (document !== undefined && document['id'] !== id))) return refuse('trust/not-entitled', 'the DID document is not the issuer\'s own')
  if (document !== undefined && digest !== encodeHex(scene.context.cryptography.sha256(encodeUtf8(canonicalJson(document))))) {
    return refuse('trust/digest-mismatch', 'the document is another than the digest says')
  }
  return () => {
    append(scene.registry.archive, id, { index: scene.index, issuer, kind, digest, ...(document === undefined ? {} : { document }) })
    return []
  }
}

function append<T>(records: Map<string, T[]>, id: string, record: T): void {
  const list = records.get(id) ?? []
  list.push(record)
  records.set(id, list)
}
