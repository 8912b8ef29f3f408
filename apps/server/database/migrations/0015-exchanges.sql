-- Exchanges with wallets that are not ours (VCALM, OpenID4VCI, OpenID4VP): each is good once and for ten minutes.

create table exchange (
  id text primary key,
  organisation_id text not null references organisation (id),
  kind text not null check (kind in ('issue', 'verify')),
  session_hash bytea not null unique, -- of the 128 random bits in its addresses, which stand nowhere here
  state text not null check (state in ('open', 'complete', 'closed')), -- closed: too many wrong proofs
  challenge text not null,
  challenged_at timestamptz not null,
  failures integer not null default 0, -- wrong proofs
  claim_id text references claim (id), -- issue: what is handed over
  is_code_proven boolean not null default false, -- issue: the second factor of the claim was given
  question jsonb, -- verify: what is asked, why, and what is trusted
  asked_by text, -- the account or key that started it; null for the person of the claim
  result jsonb, -- verify: what was shown, and the verdict on it
  created_at timestamptz not null,
  expires_at timestamptz not null,
  finished_at timestamptz,
  check ((kind = 'issue') = (claim_id is not null)),
  check ((kind = 'verify') = (question is not null))
);
create index exchange_by_organisation on exchange (organisation_id, id);
create index exchange_by_claim on exchange (claim_id);
create index exchange_by_expiry on exchange (expires_at);
