-- What cosigners made of this node's log, what was stated of status lists, and how the log grew.

create table final_checkpoint (
  id text primary key, -- one row
  checkpoint text not null,
  made_at timestamptz not null
);

create table cosignature (
  cosigner text primary key, -- its verifier key
  size bigint not null,
  cosigned_at timestamptz not null
);

create table log_growth (
  size bigint primary key,
  reached_at timestamptz not null
);

-- The last form of a list whose digest is on the log: what is handed out when the list itself is gone.
create table list_snapshot (
  list_id text primary key references status_list (id),
  digest text not null,
  published text not null,
  stated_at timestamptz not null
);
create index list_snapshot_by_digest on list_snapshot (digest);
