-- What conditions of flows ask of a workspace beyond the contact: its hours, its segments, and whether an ad brought the customer.

-- stretches of each weekday, holidays, zone (core/workspace/hours.ts); null: none are kept
alter table workspace add column hours jsonb;

create table segment (
  workspace_id uuid not null references workspace,
  id uuid not null,
  name text not null,
  -- which people it means (core/flow/segment.ts)
  rule jsonb not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create unique index segment_name on segment (workspace_id, lower(name));
call guard_tenant('segment');

-- when the customer last came to this chat by an ad or a post, in the channel's time
alter table chat add column ad_at timestamptz;
