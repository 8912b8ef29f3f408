-- A person can be erased: what was issued to them loses its words, its nonce and its place among the leaves of its batch.

alter table claim add column erased_at timestamptz;

alter table commitment drop constraint commitment_check; -- of an erased one the batch is known, for its count, and the position is not
alter table commitment add check (batch_id is not null or position is null);
