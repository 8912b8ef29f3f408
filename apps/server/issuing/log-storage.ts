import type { LogStorage } from 'everlearned/ledger'
import { fileLogStorage, postgresLogStorage, s3LogFiles } from 'everlearned/node'
import pg from 'pg'
import type { Config } from '../config.ts'

/** Where a log is kept; `close` lets go of it. */
export interface OpenLogStorage {
  readonly storage: LogStorage
  close(): Promise<void>
}

/**
 * A log lies in the folder, journal and files. With a journal in PostgreSQL, several sequencers may share it and a standby take
 * over; its files are then in the folder as well, each sequencer's own, or in one bucket for all.
 */
export async function openLogStorage(origin: string, folder: string, { ledgerDatabaseUrl, ledgerBucket }: Pick<Config, 'ledgerDatabaseUrl' | 'ledgerBucket'>): Promise<OpenLogStorage> {
  const local = await fileLogStorage(folder)
  if (ledgerDatabaseUrl === undefined) return { storage: local, close: () => local.close() }
  const connections = new pg.Pool({ connectionString: ledgerDatabaseUrl, max: 4, connectionTimeoutMillis: 10_000, application_name: 'everlearned ledger' })
  // Without a listener a connection that breaks while idle would end the process; the next append reports it.
  connections.on('error', () => undefined)
  const close = async (): Promise<void> => {
    await connections.end()
    await local.close()
  }
  try {
    const place = ledgerBucket === undefined ? { files: local, filesAre: 'own' as const } : { files: s3LogFiles({ ...ledgerBucket, fetch }), filesAre: 'shared' as const }
    return { storage: await postgresLogStorage({ connections, origin, ...place }), close }
  } catch (cause) {
    await close()
    throw cause
  }
}
