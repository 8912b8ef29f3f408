-- Requests to vouch for a record: ciphertext whose key the node never sees. The address of whoever is asked is used to send a code,
-- kept as a salted hash under the key file until the code is answered or over, and forgotten with it.

create table attestation (
  id text primary key, -- random: it is part of the link
  link_token_hash bytea not null,
  end_token_hash bytea not null,
  state text not null check (state in ('open', 'answered', 'declined', 'withdrawn')),
  ciphertext bytea,
  answer bytea,
  sealed_code text,
  code_expires_at timestamptz,
  code_tries integer not null,
  codes_sent integer not null,
  mail_id text, -- the mail in the outbox, to delete it with the code
  confirmed_for text, -- a DID of one use
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index attestation_by_expiry on attestation (expires_at);

-- Whether an endorsement was taken back: two lists that its signer made, of which one is served.
create table endorsement_status (
  id text primary key, -- random, and in no connection with the request
  standing text not null,
  withdrawn text not null,
  token_hash bytea not null,
  created_at timestamptz not null,
  withdrawn_at timestamptz
);
