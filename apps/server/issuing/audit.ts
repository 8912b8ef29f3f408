import { newRowId, type Actor, type Connection, type IssuingContext } from './issuing-context.ts'

/** What an organisation's people did; ids and codes only, so that the trail may be kept when a person is forgotten. */
export type AuditedAction =
  | 'achievement-created' | 'achievement-changed' | 'upload-kept' | 'job-started'
  | 'claim-resent' | 'claim-voided' | 'claim-reissued' | 'claim-code-shown' | 'ticket-closed' | 'job-mailed'
  | 'organisation-changed' | 'member-invited' | 'invitation-ended' | 'member-joined' | 'member-removed'

/** Writes one line of the audit trail, in the transaction of what it tells. */
export async function audit(
  entry: { readonly actor: Actor; readonly action: AuditedAction; readonly subjectId: string; readonly detail?: string },
  connection: Connection,
  context: IssuingContext,
): Promise<void> {
  await connection.insertInto('issuing_audit').values({
    id: newRowId(context), organisation_id: entry.actor.organisationId, actor: entry.actor.id,
    action: entry.action, subject_id: entry.subjectId, detail: entry.detail ?? null, created_at: context.now(),
  }).execute()
}
