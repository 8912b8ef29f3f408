-- The issuer's private journal of commitments, and the batches in which they reach the public log.

create table ledger_batch (
  id text primary key,
  organisation_id text references organisation (id), -- null for the shared batch
  job_id text references issue_job (id),
  state text not null check (state in ('sealed', 'recorded')),
  entry bytea not null, -- what the log holds
  leaves bytea not null, -- real ones and padding in their order, 32 bytes each
  real_count integer not null,
  leaf_count integer not null,
  log_size bigint not null, -- of the log when it was sealed: the entry can stand nowhere before
  log_index bigint,
  sealed_at timestamptz not null,
  recorded_at timestamptz
);
create index ledger_batch_by_state on ledger_batch (state, sealed_at);
create index ledger_batch_by_job on ledger_batch (job_id);

create table commitment (
  credential_id text primary key references credential (id),
  organisation_id text not null references organisation (id),
  job_id text references issue_job (id),
  commitment bytea not null unique,
  nonce bytea not null,
  pooled_at timestamptz, -- since when it waits for the shared batch; null while its job may still close a batch of its own
  batch_id text references ledger_batch (id),
  position integer, -- among the leaves of its batch
  created_at timestamptz not null,
  check ((batch_id is null) = (position is null))
);
create index commitment_waiting on commitment (pooled_at) where batch_id is null;
create index commitment_by_job on commitment (job_id);

-- The key of this node's log, one row, wrapped by the key file like the keys of organisations.
create table ledger_key (
  id text primary key,
  origin text not null,
  public_key bytea not null,
  sealed_private_key text not null,
  created_at timestamptz not null
);
