-- What begins flows besides messages: tags, fields, events, set times, and calls from outside.

-- What the live flows listen to, so that a change made elsewhere asks one index.
create table flow_trigger (
  workspace_id uuid not null,
  kind text not null check (kind in ('tag', 'field', 'custom')),
  value text collate "C" not null,
  flow_id uuid not null,
  bot_id uuid not null,
  primary key (workspace_id, kind, value, flow_id),
  foreign key (workspace_id, flow_id) references flow (workspace_id, id) on delete cascade
);
create index flow_trigger_flow on flow_trigger (workspace_id, flow_id);

-- The next time of a live flow's schedule, in the channel's time, and how far that time is handed over.
create table flow_schedule (
  workspace_id uuid not null,
  flow_id uuid not null,
  schedule json not null,
  due_at timestamptz not null,
  reached_to uuid,
  reached int not null default 0,
  primary key (workspace_id, flow_id),
  foreign key (workspace_id, flow_id) references flow (workspace_id, id) on delete cascade
);
create index flow_schedule_due on flow_schedule (workspace_id, due_at);

-- The address by which a program outside begins a flow.
create table flow_hook (
  workspace_id uuid not null,
  flow_id uuid not null,
  -- SHA-256 of the secret part of the address; the part itself is sealed, to be shown again
  key_hash bytea not null,
  key bytea not null,
  mapping json not null,
  -- the last call: what came, when, and what became of it
  sample json,
  outcome text,
  called_at timestamptz,
  calls int not null default 0,
  primary key (workspace_id, flow_id),
  foreign key (workspace_id, flow_id) references flow (workspace_id, id) on delete cascade
);
create unique index flow_hook_key on flow_hook (workspace_id, key_hash);

-- When the contact last got a default reply that is said once in so many hours.
alter table chat add column fallback_at timestamptz;

call guard_tenant('flow_trigger');
call guard_tenant('flow_schedule');
call guard_tenant('flow_hook');
