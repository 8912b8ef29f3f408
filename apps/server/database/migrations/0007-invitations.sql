-- One-time links by which a colleague joins an organisation. Used, ended and expired ones are deleted.

create table invitation (
  id text primary key,
  organisation_id text not null references organisation (id),
  name text not null, -- whom it is for, as the inviting person wrote it
  token_hash bytea not null unique,
  invited_by text not null references account (id),
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index invitation_by_organisation on invitation (organisation_id, id);
create index invitation_by_expiry on invitation (expires_at);
