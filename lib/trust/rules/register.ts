import { refuse, refuseSigners, type Refusal, type Rule, type Scene } from '../ruling.ts'
import { verifyConformance } from '../conformance.ts'
import type { Register } from '../payloads.ts'

/** Anybody registers, free, once a DID, or again once all sectors gave it back: with every key signing, and a sample that shows that its software signs as others verify. */
export const judgeRegister: Rule<'register'> = async (payload, { registry, index, signers, context }) => {
  const { did, name, sector, keys, url, recoveryKey, basis } = payload
  const refusal = refuseClaim(payload, { registry, signers })
  if (refusal !== undefined) return refusal
  if (!(await verifyConformance(payload, context.cryptography))) return refuse('trust/sample-invalid', 'the sample is not the conformance document, signed by a registered key')
  return () => {
    // Whose DID it was found not to be keeps its past under its own keys.
    const freed = registry.participants.get(did)
    if (freed !== undefined) registry.former.set(did, [...registry.former.get(did) ?? [], freed])
    registry.participants.set(did, {
      did, name, sector, basis, ...(url === undefined ? {} : { url }), registeredAt: index,
      keys: keys.map((key) => ({ key, from: index })), recoveryKeys: recoveryKey === undefined ? [] : [{ key: recoveryKey, from: index }], suspensions: [], accreditations: [],
    })
    return [`participant ${did}`]
  }
}

function refuseClaim({ did, keys, recoveryKey }: Register, { registry, signers }: Pick<Scene, 'registry' | 'signers'>): Refusal | undefined {
  const taken = registry.participants.get(did)
  if (taken !== undefined && taken.freedAt === undefined) return refuse('trust/did-taken', 'the DID is registered')
  if (did.startsWith('did:key:') && !keys.includes(did.slice(8))) return refuse('trust/did-key-mismatch', 'a did:key is registered without its own key')
  if (recoveryKey !== undefined && keys.includes(recoveryKey)) return refuse('trust/recovery-key-in-use', 'the recovery key is one of the keys that sign')
  const possessed = [...keys, ...(recoveryKey === undefined ? [] : [recoveryKey])]
  if (!possessed.every((key) => signers.includes(key))) return refuse('trust/possession-missing', 'a key that is registered did not sign')
  return refuseSigners(signers, possessed)
}
