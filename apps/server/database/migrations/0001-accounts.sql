-- Who runs a node: accounts, how they log in, their organisations, API keys and signing keys.
-- Secrets are hashed (tokens, keys, passphrases) or sealed under the key file (private keys).

create table account (
  id text primary key,
  login_name text not null unique, -- folded
  display_name text not null,
  passphrase_hash text, -- argon2id
  created_at timestamptz not null
);

create table passkey (
  id text primary key, -- credential id, base64url
  account_id text not null references account (id),
  public_key bytea not null, -- COSE
  counter bigint not null,
  transports text not null, -- comma separated
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkey_by_account on passkey (account_id);

create table webauthn_challenge (
  challenge_hash bytea primary key,
  purpose text not null check (purpose in ('registration', 'authentication')),
  account_id text, -- of a registration: the account to be
  expires_at timestamptz not null
);
create index webauthn_challenge_by_expiry on webauthn_challenge (expires_at);

create table session (
  token_hash bytea primary key,
  account_id text not null references account (id),
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_by_account on session (account_id);
create index session_by_expiry on session (expires_at);

create table setup_token (
  token_hash bytea primary key,
  created_at timestamptz not null,
  used_at timestamptz
);

create table organisation (
  id text primary key,
  slug text not null unique,
  name text not null,
  url text,
  did text not null unique,
  created_at timestamptz not null
);

create table membership (
  organisation_id text not null references organisation (id),
  account_id text not null references account (id),
  created_at timestamptz not null,
  primary key (organisation_id, account_id)
);
create index membership_by_account on membership (account_id);

create table api_key (
  id text primary key,
  organisation_id text not null references organisation (id),
  name text not null,
  secret_hash bytea not null unique,
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_key_by_organisation on api_key (organisation_id, id);

create table organisation_key (
  id text primary key,
  organisation_id text not null references organisation (id),
  multikey text not null unique, -- the public half
  sealed_private_key text not null, -- AES-256-GCM under the key file
  created_at timestamptz not null,
  retired_at timestamptz -- old keys stay: what they signed must still verify
);
create index organisation_key_by_organisation on organisation_key (organisation_id, created_at);

create table rate_window (
  key_hash bytea not null,
  window_start timestamptz not null,
  used integer not null,
  primary key (key_hash, window_start)
);
create index rate_window_by_start on rate_window (window_start);
