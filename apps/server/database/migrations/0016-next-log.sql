-- What other logs gave for the entries that this node sent them, and batches that stand there while this node's own log has halted.

create table ledger_receipt (
  id text primary key,
  origin text not null,
  url text not null,
  verifier_key text not null,
  entry bytea not null,
  entry_index bigint not null,
  proof text not null, -- C2SP tlog-proof under a checkpoint that the log signed
  received_at timestamptz not null,
  state text not null check (state in ('pending', 'kept', 'withheld', 'contradicted'))
);
create index ledger_receipt_open on ledger_receipt (received_at) where state in ('pending', 'withheld');

alter table ledger_batch add column log_origin text; -- null: this node's own log
alter table ledger_batch add column other_size bigint; -- how long that log was when the entry was signed for it

alter table network_alarm drop constraint network_alarm_kind_check;
alter table network_alarm add constraint network_alarm_kind_check check (kind in ('fork', 'refused-entry', 'rolled-back', 'policy-differs', 'halted', 'withheld'));
