-- Flows: the drawing, its published copies, who stands in them, and the trace of every step.

create table flow (
  workspace_id uuid not null,
  id uuid not null,
  bot_id uuid not null,
  name text not null,
  enabled boolean not null default true,
  archived boolean not null default false,
  definition jsonb not null,
  layout jsonb not null,
  revision int not null default 1,
  -- the revision that the live version was made of
  published_revision int,
  version_id uuid,
  errors int not null default 0,
  warnings int not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, bot_id) references bot (workspace_id, id)
);

-- Never updated, never deleted while a run may stand in it.
create table flow_version (
  workspace_id uuid not null,
  id uuid not null,
  flow_id uuid not null,
  number int not null,
  definition jsonb not null,
  layout jsonb not null,
  note text not null,
  published_by uuid not null,
  published_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, flow_id) references flow (workspace_id, id)
);
create unique index flow_version_number on flow_version (workspace_id, flow_id, number);

-- Where a chat's bot stands now: one run at most, gone when it ends.
create table run (
  workspace_id uuid not null,
  chat_id uuid not null,
  id uuid not null,
  flow_id uuid not null,
  version_id uuid not null,
  state jsonb not null,
  started_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, chat_id)
) with (fillfactor = 70);
create index run_flow on run (workspace_id, flow_id);

-- When a waiting run is called back, in the channel's time.
create table alarm (
  workspace_id uuid not null,
  run_id uuid not null,
  due_at timestamptz not null,
  token text not null,
  contact_key text collate "C" not null,
  phone_number_id uuid not null,
  primary key (workspace_id, run_id)
);
create index alarm_due on alarm (workspace_id, due_at);

create table turn (
  workspace_id uuid not null,
  id uuid not null,
  chat_id uuid not null,
  flow_id uuid,
  version_id uuid,
  at timestamptz not null,
  heard jsonb not null,
  outcome text not null,
  micros int not null,
  steps jsonb not null,
  primary key (workspace_id, id)
) partition by range (id);
create index turn_chat on turn (workspace_id, chat_id, id);

call guard_tenant('flow');
call guard_tenant('flow_version');
call guard_tenant('run');
call guard_tenant('alarm');
call guard_tenant('turn');
call ensure_partitions('turn', 'month', 1, 2);
