-- Where the devices of a wallet meet: ciphertext whose key the node never sees, under names that tell nothing.
-- No account, no address, no name: whoever has the token may read and write.

create table sync_channel (
  id text primary key, -- derived from the wallet's key: 128 bits
  token_hash bytea not null,
  revision bigint not null, -- counts the writes
  entry_count integer not null,
  byte_count bigint not null,
  used_on date not null,
  closed_at timestamptz -- closed for good: what is derived from an old key leads nowhere
);
create index sync_channel_by_use on sync_channel (used_on);

create table sync_entry (
  channel_id text not null references sync_channel (id),
  name text not null,
  revision bigint not null,
  ciphertext bytea not null,
  primary key (channel_id, name)
);
