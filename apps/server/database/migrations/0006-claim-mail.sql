-- Mail with claim links: one row a claim, so that nobody is mailed twice by asking twice.
-- The address stands in the claim; here are states and codes only.

create table claim_mail (
  claim_id text primary key references claim (id),
  organisation_id text not null references organisation (id),
  job_id text references issue_job (id),
  message_id text not null unique, -- random: it leaves the node in the mail's own header
  state text not null check (state in ('queued', 'sending', 'sent', 'failed')),
  failure_code text, -- why the last try failed; of a queued one why it has to wait
  channel text check (channel in ('smtp', 'outbox')), -- of the last try
  tries integer not null,
  due_at timestamptz not null,
  lease_owner text,
  lease_until timestamptz,
  settled_at timestamptz -- when it was sent or failed
);
create index claim_mail_by_due on claim_mail (state, due_at);
create index claim_mail_by_job on claim_mail (job_id, state);
