-- Which kinds of entries stand in a log, as far as it was looked through: a list of entries is narrowed to those and no others.
create table entry_kind (
  origin text not null,
  type text not null,
  primary key (origin, type)
);
delete from mentions_read; -- every log is looked through again, which repeats nothing
