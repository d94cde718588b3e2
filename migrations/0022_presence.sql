-- Who looks at what at this moment, so that people who edit the same thing see each other, over all processes. A row per
-- open page; it is worth nothing after a crash, so it is not logged. A page that was cut off is forgotten after a minute.

create unlogged table presence (
  workspace_id uuid not null,
  -- the page's line to us
  line_id uuid not null,
  user_id uuid not null,
  name text not null,
  -- what is open, and the part of it that is chosen
  thing uuid not null,
  part text,
  seen_at timestamptz not null default now(),
  primary key (workspace_id, line_id)
);
call guard_tenant('presence');
