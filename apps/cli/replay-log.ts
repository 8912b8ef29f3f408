import { ProvenTiles, auditLog, parseCheckpoint, parseVerifierKey, type AuditReport } from 'everlearned/ledger'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { applyEntry, logKeysAt, newRegistry, type KnownRegistry, type Refusal, type Registry, type ReplayContext } from 'everlearned/trust'
import { InputError } from './command.ts'
import { openPublishedLog, type PublishedLog } from './published-log.ts'

/** A log that was re-checked from its entries up, with the rules replayed over them. */
export interface ReplayedLog extends AuditReport {
  readonly registry: Registry
  /** The entry that cannot be judged here; the rules are replayed up to it. */
  readonly putOff: (Refusal & { readonly index: number }) | undefined
}

/** Re-checks every file of a log and judges every entry from the first on, up to the first that the rules do not take. */
export async function replayLog({ reader, verifierKey }: PublishedLog, context: Pick<ReplayContext, 'registryAt'> = {}, tell: (index: number) => void = () => undefined): Promise<ReplayedLog> {
  const registry = newRegistry(parseVerifierKey(verifierKey, cryptography.sha256).name)
  let stopped: (Refusal & { readonly index: number }) | undefined
  const checkEntry = async (entry: Uint8Array<ArrayBuffer>, index: number): Promise<string | undefined> => {
    tell(index)
    // What comes after an entry that is not taken cannot be judged.
    if (stopped !== undefined) return undefined
    const applied = await applyEntry(registry, entry, index, { cryptography, ...context })
    if (applied.ok === true) return undefined
    stopped = { ...applied, index }
    return applied.ok === 'later' ? undefined : applied.code
  }
  const report = await auditLog(reader, { verifierKey, keysAt: (size) => logKeysAt(registry, size, cryptography.sha256), cryptography, checkEntry })
  return { ...report, registry, putOff: stopped?.ok === 'later' ? stopped : undefined }
}

/** A registry from a copy of its log, for the logs that follow it. */
export async function openRegistry(target: string, key?: string): Promise<NonNullable<ReplayContext['registryAt']>> {
  const log = await openPublishedLog(target, key)
  const { registry, findings, putOff } = await replayLog(log)
  if (findings.length > 0 || putOff !== undefined) throw new InputError(`Cannot follow registry ${target}: its own audit does not pass`)
  const checkpoint = parseCheckpoint(new TextDecoder().decode(await log.reader('checkpoint')))
  const tiles = await ProvenTiles.open(log.reader, checkpoint, cryptography.sha256)
  return async (origin, size): Promise<KnownRegistry | undefined> => (
    origin === registry.origin && size <= registry.size ? { registry, root: await tiles.rootAt(size) } : undefined
  )
}
