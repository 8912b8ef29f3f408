import type { ColumnType, Generated } from 'kysely'
import type { Sector } from 'everlearned/trust'
import type { AttestationTables } from '../attestations/tables.ts'
import type { ExchangeTables } from '../exchanges/tables.ts'
import type { GuardianTables } from '../guardians/tables.ts'
import type { IssuingTables } from '../issuing/tables.ts'
import type { NetworkTables } from '../network/tables.ts'
import type { PublicPageTables } from '../public-pages/tables.ts'
import type { SyncTables } from '../sync/tables.ts'

/** Rows of `account`: a person who runs an organisation here. */
export interface AccountTable {
  id: string
  login_name: string
  display_name: string
  /** argon2id in its encoded form; null for an account that has passkeys only. */
  passphrase_hash: string | null
  created_at: Date
  /** Runs the node, not only an organisation on it. */
  is_operator: Generated<boolean>
}

/** Rows of `passkey`. */
export interface PasskeyTable {
  /** The credential id, base64url. */
  id: string
  account_id: string
  public_key: Buffer
  /** bigint: the driver reads it as text. */
  counter: string
  transports: string
  created_at: Date
  last_used_at: Date | null
}

/** Rows of `webauthn_challenge`: each is good for one answer. */
export interface WebauthnChallengeTable {
  challenge_hash: Buffer
  purpose: 'registration' | 'authentication'
  account_id: string | null
  expires_at: Date
}

/** Rows of `session`. */
export interface SessionTable {
  token_hash: Buffer
  account_id: string
  created_at: Date
  last_seen_at: Date
  expires_at: Date
}

/** Rows of `setup_token`. */
export interface SetupTokenTable {
  token_hash: Buffer
  created_at: Date
  used_at: Date | null
}

/** Rows of `organisation`. */
export interface OrganisationTable {
  id: string
  slug: string
  name: string
  url: string | null
  did: string
  sector: Sector
  created_at: Date
  /** Null until an operator lets it register on the ledger. */
  approved_at: ColumnType<Date | null, Date | null | undefined, Date | null>
}

/** Rows of `membership`. */
export interface MembershipTable {
  organisation_id: string
  account_id: string
  created_at: Date
}

/** Rows of `invitation`: open ones only. */
export interface InvitationTable {
  id: string
  organisation_id: string
  name: string
  token_hash: Buffer
  invited_by: string
  created_at: Date
  expires_at: Date
}

/** Rows of `api_key`. */
export interface ApiKeyTable {
  id: string
  organisation_id: string
  name: string
  secret_hash: Buffer
  created_at: Date
  last_used_at: Date | null
  revoked_at: Date | null
}

/** Rows of `organisation_key`: every signing key that an organisation ever had. */
export interface OrganisationKeyTable {
  id: string
  organisation_id: string
  multikey: string
  /** The private key under the key file; never in the clear. */
  sealed_private_key: string
  created_at: Date
  retired_at: Date | null
}

/** Rows of `rate_window`. */
export interface RateWindowTable {
  key_hash: Buffer
  window_start: Date
  used: number
}

/** The one row of `data_folder`. */
export interface DataFolderTable {
  id: 'node'
  folder_id: string
}

/** All tables of a node. */
export interface Tables extends AttestationTables, IssuingTables, ExchangeTables, GuardianTables, NetworkTables, PublicPageTables, SyncTables {
  account: AccountTable
  passkey: PasskeyTable
  webauthn_challenge: WebauthnChallengeTable
  session: SessionTable
  setup_token: SetupTokenTable
  organisation: OrganisationTable
  membership: MembershipTable
  invitation: InvitationTable
  api_key: ApiKeyTable
  organisation_key: OrganisationKeyTable
  rate_window: RateWindowTable
  data_folder: DataFolderTable
}
