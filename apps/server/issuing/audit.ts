import { newRowId, type Actor, type Connection, type IssuingContext } from './issuing-context.ts'

/** What an organisation's people did; ids and codes only, so that the trail may be kept when a person is forgotten. */
export type AuditedAction =
  | 'achievement-created' | 'achievement-changed' | 'upload-kept' | 'job-started'
  | 'claim-resent' | 'claim-voided' | 'claim-suspended' | 'claim-resumed' | 'claim-reissued' | 'claim-erased' | 'claim-code-shown' | 'ticket-closed' | 'job-mailed'
  | 'endorsement-signed'
  | 'guardian-agreed' | 'guardian-refused' | 'guardian-let-go' | 'guardian-code-shown' | 'guardian-link-renewed' | 'custody-handed-over'
  | 'exchange-begun' | 'exchange-removed'
  | 'organisation-changed' | 'organisation-key-rotated' | 'member-invited' | 'invitation-ended' | 'member-joined' | 'member-removed'

/** One thing that somebody did. */
export interface AuditEntry {
  readonly actor: Actor
  readonly action: AuditedAction
  readonly subjectId: string
  readonly detail?: string
}

/** Writes one line of the audit trail, in the transaction of what it tells. */
export async function audit(entry: AuditEntry, connection: Connection, context: IssuingContext): Promise<void> {
  await auditEach([entry], connection, context)
}

/** Writes a line for each of some things that were done together; as many as one statement takes. */
export async function auditEach(entries: readonly AuditEntry[], connection: Connection, context: IssuingContext): Promise<void> {
  if (entries.length === 0) return
  await connection.insertInto('issuing_audit').values(entries.map((entry) => ({
    id: newRowId(context), organisation_id: entry.actor.organisationId, actor: entry.actor.id,
    action: entry.action, subject_id: entry.subjectId, detail: entry.detail ?? null, created_at: context.now(),
  }))).execute()
}
