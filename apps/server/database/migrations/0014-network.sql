-- The logs of others that this node follows, what is wrong with them, and who may speak for this node.

-- Whoever set the node up runs it. Names on the network's ledger are taken for good, so only they let an organisation take one.
alter table account add column is_operator boolean not null default false;
update account set is_operator = true where id = (select id from account order by created_at, id limit 1);
alter table organisation add column approved_at timestamptz;
update organisation set approved_at = created_at;

create table followed_log (
  id text primary key,
  origin text not null unique,
  verifier_key text not null,
  url text not null unique,
  role text not null check (role in ('witness', 'mirror', 'validator')),
  joins boolean not null, -- its registry is to be that of this node
  created_at timestamptz not null
);

create table network_alarm (
  kind text not null check (kind in ('fork', 'refused-entry', 'rolled-back', 'policy-differs')),
  origin text not null,
  code text not null,
  reason text not null,
  proof jsonb,
  raised_at timestamptz not null,
  ended_at timestamptz, -- what it was about has been found right
  primary key (kind, origin)
);

-- How long the logs of others were, and when: a time in which a key was in wrong hands is told in entries.
create table followed_growth (
  origin text not null,
  size bigint not null,
  reached_at timestamptz not null,
  primary key (origin, size)
);

-- Which participants the entries of a log are by and about, as far as they were looked through.
create table entry_mention (
  origin text not null,
  entry_index bigint not null,
  did text not null,
  part text not null check (part in ('by', 'about')),
  type text not null,
  leaves integer not null, -- of a batch; else 0
  primary key (origin, did, entry_index, part)
);
create table mentions_read (
  origin text primary key,
  size bigint not null
);
