-- What an organisation issues: templates, uploads, jobs, credentials and the people's claims on them.
-- Personal data lives in upload.content, credential.document and the recipient columns of claim, nowhere else.

create table achievement (
  id text primary key, -- random: it is part of a public address
  organisation_id text not null references organisation (id),
  definition jsonb not null, -- name, description, criteria, type, validity, alignments as the route parsed them
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index achievement_by_organisation on achievement (organisation_id, created_at);

create table upload (
  id text primary key,
  organisation_id text not null references organisation (id),
  sha256 text not null, -- hex
  content bytea not null, -- the file as it came
  created_at timestamptz not null,
  unique (organisation_id, sha256)
);

create table issue_job (
  id text primary key,
  organisation_id text not null references organisation (id),
  achievement_id text not null references achievement (id),
  upload_id text not null references upload (id),
  file_sha256 text not null,
  definition jsonb not null, -- the template as it was when the job began: later edits change nothing
  mapping jsonb not null,
  date_order text check (date_order in ('mdy', 'dmy')),
  second_factor boolean not null,
  state text not null check (state in ('queued', 'running', 'done', 'failed')),
  failure_code text,
  total integer not null default 0,
  issued integer not null default 0,
  refused integer not null default 0,
  lease_owner text,
  lease_until timestamptz,
  created_at timestamptz not null,
  finished_at timestamptz,
  unique (organisation_id, achievement_id, file_sha256) -- the same file for the same achievement is the same job
);
create index issue_job_by_lease on issue_job (state, lease_until);

create table issue_job_error (
  job_id text not null references issue_job (id),
  organisation_id text not null references organisation (id),
  line integer not null, -- physical line of the file
  position integer not null, -- among the errors of that line
  field text, -- null when the whole row is meant
  code text not null,
  message text not null, -- never the value of a cell
  primary key (job_id, line, position)
);

create table status_list (
  id text primary key, -- random: it is part of a public address
  organisation_id text not null references organisation (id),
  size integer not null,
  allocated bytea not null, -- one bit an index; a bit is never cleared, so an index is never used twice
  allocated_count integer not null,
  revoked bytea not null,
  published text not null, -- the signed list credential as it is served
  published_at timestamptz not null,
  expires_at timestamptz not null,
  created_at timestamptz not null
);
create index status_list_by_organisation on status_list (organisation_id, created_at);

create table credential (
  id text primary key,
  organisation_id text not null references organisation (id),
  achievement_id text not null references achievement (id),
  job_id text references issue_job (id), -- null when it was made by a claim or a reissue
  line integer,
  credential_id text not null unique, -- urn:uuid, random
  document text not null, -- as signed: these bytes are kept for ever
  status_list_id text not null references status_list (id),
  status_index integer not null,
  revoked_at timestamptz,
  revoked_reason text check (revoked_reason in ('superseded', 'wrong-person', 'wrong-details', 'issued-in-error', 'other')),
  issued_at timestamptz not null,
  unique (job_id, line), -- a row of a job is issued once
  unique (status_list_id, status_index)
);
create index credential_by_organisation on credential (organisation_id, issued_at);

create table claim (
  id text primary key,
  organisation_id text not null references organisation (id),
  achievement_id text not null references achievement (id),
  job_id text references issue_job (id),
  delivery_credential_id text not null unique references credential (id), -- subject: hashed e-mail identifier
  bound_credential_id text unique references credential (id), -- subject: the holder's DID
  holder_did text,
  award jsonb not null, -- the row of the file: person, dates, evidence; whatever is issued anew is made from it
  definition jsonb not null, -- the template that it was issued under
  recipient_search text not null, -- name and e-mail, folded for the claim desk
  state text not null check (state in ('unclaimed', 'bound', 'voided')),
  token_hash bytea not null unique,
  sealed_token text not null, -- under the key file, so that the desk can show and resend the link
  sealed_code text, -- second factor, under the key file; null when none is asked for
  code_failures integer not null default 0,
  void_reason text,
  reissued_as text, -- the claim that took its place
  issued_at timestamptz not null,
  claimed_at timestamptz,
  voided_at timestamptz
);
create index claim_by_organisation on claim (organisation_id, state, id);
create index claim_by_job on claim (job_id, id);

create table claim_challenge (
  challenge_hash bytea primary key,
  claim_id text not null references claim (id),
  expires_at timestamptz not null
);
create index claim_challenge_by_expiry on claim_challenge (expires_at);

create table ticket (
  id text primary key,
  organisation_id text not null references organisation (id),
  claim_id text not null references claim (id),
  state text not null check (state in ('open', 'closed')),
  resolution text check (resolution in ('dismissed', 'reissued')),
  attempts integer not null,
  opened_at timestamptz not null,
  last_attempt_at timestamptz not null,
  closed_at timestamptz
);
create index ticket_by_claim on ticket (claim_id, state);
create index ticket_by_organisation on ticket (organisation_id, state, id);

create table issuing_audit (
  id text primary key,
  organisation_id text not null references organisation (id),
  actor text not null, -- account or API key, by id
  action text not null,
  subject_id text not null,
  detail text, -- a code, never free text, never personal data
  created_at timestamptz not null
);
create index issuing_audit_by_organisation on issuing_audit (organisation_id, created_at);
