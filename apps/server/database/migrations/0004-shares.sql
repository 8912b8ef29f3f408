-- Shares: ciphertext whose key the node never sees. Ended and expired ones are deleted, nothing stays.

create table share (
  id text primary key, -- random: it is the public address
  ciphertext bytea not null,
  end_token_hash bytea not null,
  expires_at timestamptz not null,
  created_at timestamptz not null
);
create index share_by_expiry on share (expires_at);
