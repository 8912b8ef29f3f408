import type { Cryptography, SigningKey } from 'everlearned/crypto'
import type { TransparencyLog } from 'everlearned/ledger'
import type { JudgedLog } from 'everlearned/trust'
import type { Kysely } from 'kysely'
import type { OrganisationKeys } from './accounts/organisation-keys.ts'
import type { Config } from './config.ts'
import type { Tables } from './database/tables.ts'
import type { Figures } from './figures.ts'
import type { KeyFile } from './key-file.ts'
import type { Finality } from './network/finality.ts'
import type { FollowedLogs } from './network/followed-logs.ts'
import type { SendMail } from './mail.ts'

/** What a node is built from; tests give their own clock and database. */
export interface NodeDependencies {
  readonly config: Config
  readonly database: Kysely<Tables>
  readonly cryptography: Cryptography
  readonly keyFile: KeyFile
  readonly now: () => Date
}

/** What every route and operation of a node may use. */
export interface NodeContext extends NodeDependencies {
  readonly organisationKeys: OrganisationKeys
  /** The node's own log, open for appending. */
  readonly ledger: TransparencyLog
  /** The same log, which takes what the rules allow: every entry goes through it. */
  readonly judgedLog: JudgedLog
  /** The logs of others that this node follows. */
  readonly followedLogs: FollowedLogs
  /** What of its own log counts. */
  readonly finality: Finality
  /** Signs what the node itself states on its log: batches that issuers share. It never signs checkpoints. */
  readonly operatorKey: SigningKey
  readonly sendMail: SendMail
  readonly figures: Figures
}
