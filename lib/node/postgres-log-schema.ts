/**
 * The tables of logs that are sequenced by PostgreSQL 15 or newer, made when they are not there. A sequencer needs `select`
 * and `insert` on all, `update` on `ledger_head` and `ledger_checkpoint`: no program ever changes or removes a frame.
 */
export const postgresLogSchema: string = `
do $$
begin
  perform pg_advisory_xact_lock(hashtext('ledger_frame'));
  if to_regclass('ledger_frame') is not null then return; end if;
  create table ledger_head (
    origin text primary key,
    size bigint not null,
    root bytea
  );
  -- Apart from the head: publishing must not wait for the turn of another.
  create table ledger_checkpoint (
    origin text primary key references ledger_head (origin),
    size bigint not null,
    checkpoint bytea not null
  );
  create table ledger_frame (
    origin text not null references ledger_head (origin),
    first_index bigint not null,
    entry_count integer not null,
    bytes bytea not null,
    primary key (origin, first_index)
  );
  -- Entries are mostly hashes: trying to press them costs time and gains nothing.
  alter table ledger_frame alter column bytes set storage external;
end
$$`
