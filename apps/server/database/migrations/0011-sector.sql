-- The group of the network's members that an organisation belongs to.

alter table organisation add column sector text not null default 'education'
  check (sector in ('education', 'employer', 'certification', 'worker', 'government'));
