import { encodeHex } from '../../encoding/hex.ts'
import { refuse, refuseParticipant, type Rule } from '../ruling.ts'

/** Whoever is registered records; the batch that small issuers share is signed by who runs the log. No root comes twice. */
export const judgeBatch: Rule<'batch'> = ({ issuer, root }, scene) => {
  const { registry } = scene
  const did = issuer ?? registry.operator
  if (did === undefined) return refuse('trust/operator-unknown', 'nobody is known to run this log')
  const name = encodeHex(root)
  if (registry.recorded.has(name)) return refuse('trust/batch-again', 'the root of the batch is recorded already')
  return refuseParticipant(did, scene) ?? (() => {
    registry.recorded.add(name)
    return []
  })
}
