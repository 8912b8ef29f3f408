import type { IssuingContext } from './issuing-context.ts'

const dayMilliseconds = 86_400_000

/**
 * Deletes the bytes of uploads that nobody needs any more: brought and last issued from longer ago than the operator
 * keeps them, with no job under way. Hash and counts stay, so that the same file brought again is still the same job.
 */
export async function sweepUploads({ database, config, now }: Pick<IssuingContext, 'database' | 'config' | 'now'>): Promise<void> {
  const since = new Date(now().getTime() - config.uploadDays * dayMilliseconds)
  await database.updateTable('upload').set({ content: null, deleted_at: now() })
    .where('content', 'is not', null)
    .where((of) => of(of.fn.coalesce('brought_at', 'created_at'), '<=', since))
    .where((of) => of.not(of.exists(of.selectFrom('issue_job').select('issue_job.id').whereRef('issue_job.upload_id', '=', 'upload.id')
      .where((job) => job.or([job('finished_at', 'is', null), job('finished_at', '>', since)])))))
    .execute()
}

/** When the bytes of a job's upload are to go; null while a job that needs them is under way. */
export function uploadEndOf({ broughtAt, finishedAt }: { readonly broughtAt: Date; readonly finishedAt: Date | null }, { config }: Pick<IssuingContext, 'config'>): Date | null {
  if (finishedAt === null) return null
  return new Date(Math.max(broughtAt.getTime(), finishedAt.getTime()) + config.uploadDays * dayMilliseconds)
}
