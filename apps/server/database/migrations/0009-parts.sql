-- Credentials that their holders show in part: signed with a key of their own kind, and copied anew for a share.

-- A list is signed by the DID of the credentials on it; in rehearsal each kind of key is a DID of its own.
alter table status_list add column key_type text not null default 'Ed25519' check (key_type in ('Ed25519', 'P-256'));
drop index status_list_by_organisation;
create index status_list_by_organisation on status_list (organisation_id, key_type, created_at);

-- Copies that a holder asked for; when a claim is voided they fall with it.
create table claim_copy (
  credential_id text primary key references credential (id),
  claim_id text not null references claim (id),
  organisation_id text not null references organisation (id),
  created_at timestamptz not null
);
create index claim_copy_by_claim on claim_copy (claim_id);
