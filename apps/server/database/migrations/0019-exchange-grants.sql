-- What OpenID4VCI adds to an exchange: codes, the tokens given for them and nonces. All are kept as hashes alone.

create table exchange_grant (
  id text primary key,
  exchange_id text not null references exchange (id) on delete cascade,
  code_hash bytea not null unique,
  binding jsonb, -- a code that its person fetched at the page: for which client; null for the code of the offer
  expires_at timestamptz not null,
  used_at timestamptz,
  token_hash bytea unique, -- null before the code was used, and after it was used twice
  token_expires_at timestamptz,
  identified jsonb, -- the configurations that the token names
  transaction_hash bytea, -- credentials that come later
  deferral jsonb,
  notification_hash bytea
);
create index exchange_grant_by_exchange on exchange_grant (exchange_id);

create table exchange_nonce (
  nonce_hash bytea primary key,
  exchange_id text not null references exchange (id) on delete cascade,
  expires_at timestamptz not null
);
create index exchange_nonce_by_exchange on exchange_nonce (exchange_id);

-- What the holder's wallet said that became of the credential.
alter table exchange add column notified text check (notified in ('credential_accepted', 'credential_failure', 'credential_deleted'));
