-- Public pages: what a person chose to show to everybody, readable here as it is by everybody. One that was taken down or is over is
-- deleted, nothing stays. Nobody who reads a page is written down.

create table public_page (
  id text primary key, -- random: it is the public address
  bundle text not null,
  is_listed boolean not null, -- search engines may list it
  edit_token_hash bytea not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  expires_at timestamptz not null
);
create index public_page_by_expiry on public_page (expires_at);

-- Whose keys a page was proven with: a guardian may come to have a say over one of them.
create table public_page_key (
  page_id text not null references public_page (id),
  did text not null,
  primary key (page_id, did)
);

create index claim_by_holder on claim (holder_did);
