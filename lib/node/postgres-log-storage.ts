import { concatBytes, decodeUtf8 } from '../encoding/bytes.ts'
import { parseCheckpoint } from '../ledger/checkpoint.ts'
import { segmentEntries } from '../ledger/journal.ts'
import { LedgerError } from '../ledger/ledger-error.ts'
import type { LogFiles, LogStorage } from '../ledger/log-storage.ts'
import { postgresLogSchema } from './postgres-log-schema.ts'
import { PostgresTurns } from './postgres-turns.ts'
import type { SqlConnections } from './sql-connections.ts'
import { SqlTransaction } from './sql-transaction.ts'

/** Where a log that PostgreSQL sequences keeps its parts. */
export interface PostgresLogPlace {
  /** The journal's database. Several processes may sequence one log in it at once. */
  readonly connections: SqlConnections
  /** The log's origin: one database can hold several logs. */
  readonly origin: string
  /** Where the tiles and the checkpoint are published. */
  readonly files: LogFiles
  /** `shared`: all sequencers publish to one place. `own`: each has a place of its own, and publishes everything there. */
  readonly filesAre: 'shared' | 'own'
}

/**
 * Keeps a log's journal in PostgreSQL, where several stateless sequencers take turns, and its published files elsewhere.
 *
 * A frame is committed before any tile or checkpoint of it is written, so whatever a sequencer publishes, also one that was
 * thought dead, follows from the journal: the same bytes by all of them. With standbys the cluster must replicate
 * synchronously to a quorum that any new primary is taken from, or a failover may lose what was signed.
 *
 * @throws LedgerError `ledger/journal-not-durable` where the database acknowledges commits that it has not kept
 */
export async function postgresLogStorage({ connections, origin, files, filesAre }: PostgresLogPlace): Promise<LogStorage> {
  await prepare(connections, origin)
  const turns = new PostgresTurns(connections, { origin, isShared: filesAre === 'shared' })
  async function settle(size: number, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await SqlTransaction.run(connections, growCheckpoint, [origin, size, bytes])
    turns.settle()
  }
  return {
    turns,
    listSegments: async () => {
      const { rows } = await SqlTransaction.read(connections, `select distinct first_index / ${segmentEntries} as segment from ledger_frame where origin = $1 order by segment`, [origin])
      return rows.map(({ segment }) => Number(segment))
    },
    readSegment: async (segment) => {
      const first = segment * segmentEntries
      turns.unsettle()
      const text = 'select bytes from ledger_frame where origin = $1 and first_index >= $2 and first_index < $3 order by first_index'
      const { rows } = await SqlTransaction.read(connections, text, [origin, first, first + segmentEntries])
      return rows.length === 0 ? undefined : concatBytes(...rows.flatMap(({ bytes }) => (bytes instanceof Uint8Array ? [bytes] : [])))
    },
    appendSegment: (_segment, bytes) => turns.append(bytes),
    // A frame is committed whole or not at all: there is no torn tail.
    truncateSegment: async () => undefined,
    read: (path) => files.read(path),
    write: (added) => files.write(added),
    writeCheckpoint: async (bytes) => {
      const size = parseCheckpoint(decodeUtf8(bytes)).size
      if (turns.isSettled) await SqlTransaction.run(connections, growCheckpoint, [origin, size, bytes], { isPatient: false })
      else await settle(size, bytes)
      await files.writeCheckpoint(bytes)
    },
    removePartials: (paths) => files.removePartials(paths),
    flush: () => files.flush(),
    close: async () => {
      await turns.abandon()
      await files.close()
    },
  }
}

/**
 * The row never goes back, and is written in any case. What was seen in the journal may be kept by this server alone, left by a
 * sequencer that died while it waited for the standbys: once a later commit has reached them, so has everything before it.
 */
const growCheckpoint = `
  insert into ledger_checkpoint as present (origin, size, checkpoint) values ($1, $2, $3)
  on conflict (origin) do update set size = greatest(present.size, excluded.size),
    checkpoint = case when present.size < excluded.size then excluded.checkpoint else present.checkpoint end`

async function prepare(connections: SqlConnections, origin: string): Promise<void> {
  await SqlTransaction.run(connections, postgresLogSchema, [])
  await SqlTransaction.run(connections, 'insert into ledger_head (origin, size) values ($1, 0) on conflict do nothing', [origin])
  const { rows: [row] } = await SqlTransaction.read(connections, "select current_setting('synchronous_commit') as setting", [])
  if (row?.['setting'] !== 'off' && row?.['setting'] !== 'local') return
  throw new LedgerError('ledger/journal-not-durable', `Cannot open log: the database acknowledges too early, synchronous_commit is ${row['setting']}`)
}
