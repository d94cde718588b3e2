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

-- Sequences: flows that follow each other after a while, and who stands where in them.
create table sequence (
  workspace_id uuid not null,
  id uuid not null,
  bot_id uuid not null,
  name text not null,
  enabled boolean not null default true,
  steps json not null default '[]',
  -- days and hours in which a step may begin, on the contact's clock; null: at any time
  send_window json,
  ends_on_reply boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, bot_id) references bot (workspace_id, id)
);

-- One row per sequence and person. `step` is the one that comes next; `armed`: its time stands in `due_at` (the channel's time),
-- else it is still to be reckoned from there.
create table subscription (
  workspace_id uuid not null,
  sequence_id uuid not null,
  contact_id uuid not null,
  phone_number_id uuid not null,
  step int not null default 0,
  armed boolean not null default false,
  due_at timestamptz not null,
  state text not null default 'active' check (state in ('active', 'done', 'left')),
  -- why it was left: by a reply, by an opt-out, by a flow or a person
  reason text check (reason in ('reply', 'opt-out', 'asked')),
  begun_at timestamptz not null,
  primary key (workspace_id, sequence_id, contact_id),
  foreign key (workspace_id, sequence_id) references sequence (workspace_id, id) on delete cascade,
  foreign key (workspace_id, contact_id) references contact (workspace_id, id)
) with (fillfactor = 80);
create index subscription_due on subscription (workspace_id, due_at) where state = 'active';
create index subscription_contact on subscription (workspace_id, contact_id) where state = 'active';

call guard_tenant('sequence');
call guard_tenant('subscription');
