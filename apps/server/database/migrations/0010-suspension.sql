-- A credential can be suspended and given back. Revocations and suspensions stand in lists of their own: a list has one purpose.

alter table status_list rename column revoked to bits;
alter table status_list add column purpose text not null default 'revocation' check (purpose in ('revocation', 'suspension'));
alter table status_list alter column purpose drop default;
drop index status_list_by_organisation;
create index status_list_by_organisation on status_list (organisation_id, key_type, purpose, created_at);

-- Null for credentials from before: what they say of their status was signed and cannot be added to.
alter table credential add column suspension_list_id text references status_list (id);
alter table credential add column suspension_index integer;
alter table credential add check ((suspension_list_id is null) = (suspension_index is null));
alter table credential add unique (suspension_list_id, suspension_index);

-- Claim and all its credentials are suspended together.
alter table claim add column suspended_at timestamptz;
alter table claim add column suspend_reason text;
alter table claim add check ((suspended_at is null) = (suspend_reason is null));
create index claim_suspended on claim (organisation_id, id) where suspended_at is not null;
