/** serialization_failure and deadlock_detected: the whole unit may be run again (PostgreSQL, "Serialization Failure Handling"). */
const retryable = new Set(['40001', '40P01'])

/**
 * Runs a unit of database work, again when the database says that it lost to another.
 *
 * `work` must hold nothing but database work: it may run several times.
 */
export async function retry<T>(work: () => Promise<T>, attempts = 8): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (cause) {
      if (attempt >= attempts || !isRetryable(cause)) throw cause
      await new Promise((done) => setTimeout(done, Math.random() * 10 * 2 ** attempt))
    }
  }
}

function isRetryable(cause: unknown): boolean {
  const { code, schema } = cause as { readonly code?: unknown; readonly schema?: unknown }
  // Two `create table if not exists` at once: the loser meets the catalogue's own unique index, or the type that goes with the table.
  return (typeof code === 'string' && retryable.has(code)) || (code === '23505' && schema === 'pg_catalog') || code === '42710'
}
