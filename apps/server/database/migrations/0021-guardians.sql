-- Claims of minors: until a day somebody else has a say. No day of birth and no name of a guardian: the day on which their say ends,
-- what they answered and when. Their address, when the school gave one, stands in the award of the claim and goes with it.

create table guardianship (
  claim_id text primary key references claim (id),
  organisation_id text not null references organisation (id),
  until_day text not null, -- YYYY-MM-DD, the first day on which the guardian has no say
  state text not null check (state in ('asked', 'given', 'refused', 'ended')),
  sharing text not null check (sharing in ('none', 'link')),
  token_hash bytea not null unique,
  sealed_token text not null, -- under the key file
  sealed_code text not null,
  code_failures integer not null,
  answered_at timestamptz,
  mailed_at timestamptz,
  ended_reason text check (ended_reason in ('by-guardian', 'of-age', 'guardian-gone', 'by-law'))
);
create index guardianship_by_organisation on guardianship (organisation_id, claim_id);
