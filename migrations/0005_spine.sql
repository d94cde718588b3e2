-- The message spine: what came in, what is to be heard, what is to go out, and what screens should know.

-- The webhook as it came: bytes, because PostgreSQL refuses some of what JSON may hold. Kept by day.
create table webhook_event (
  workspace_id uuid not null,
  id uuid not null,
  channel_id uuid not null,
  body bytea not null,
  updates int not null,
  -- why parts of it could not be understood; null when all were
  quarantine jsonb,
  primary key (workspace_id, id)
) partition by range (id);
create index webhook_event_quarantine on webhook_event (workspace_id, id) where quarantine is not null;

-- Dedupe for ever: one narrow row per thing that may come twice, with the event that first brought it.
create table seen (
  workspace_id uuid not null,
  key uuid not null,
  first_id uuid not null,
  primary key (workspace_id, key)
);

-- What moves a contact, in the order of its arrival. The oldest undone row of a contact, locked, is the contact's mutex.
create table inbox (
  workspace_id uuid not null,
  seq bigint generated always as identity,
  contact_key text collate "C" not null,
  phone_number_id uuid not null,
  kind text not null,
  at timestamptz not null,
  received_at timestamptz not null default now(),
  event_id uuid,
  payload jsonb not null,
  attempts int not null default 0,
  not_before timestamptz not null default now(),
  primary key (workspace_id, seq)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
create index inbox_contact on inbox (workspace_id, contact_key, seq);

-- Given up after three tries; visible, replayable. The contact went on.
create table quarantine (
  workspace_id uuid not null,
  id uuid not null,
  contact_key text not null,
  phone_number_id uuid not null,
  kind text not null,
  at timestamptz not null,
  event_id uuid,
  payload jsonb not null,
  reason text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);

-- Reports about our own messages: no order among contacts, applied in batches.
create table status_inbox (
  workspace_id uuid not null,
  seq bigint generated always as identity,
  received_at timestamptz not null default now(),
  updates jsonb not null,
  primary key (workspace_id, seq)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);

-- Reports about messages that we do not know yet; looked at again when a message is accepted, gone after 7 days.
create table parked_status (
  workspace_id uuid not null,
  wamid text collate "C" not null,
  status text not null,
  received_at timestamptz not null default now(),
  payload jsonb not null,
  primary key (workspace_id, wamid, status)
);

-- What is still to go out. pending → sending (committed before the call) → gone, or uncertain. Done rows are deleted.
create table outbox (
  workspace_id uuid not null,
  message_id uuid not null,
  seq bigint generated always as identity,
  chat_id uuid not null,
  phone_number_id uuid not null,
  lane smallint not null,
  state text not null default 'pending' check (state in ('pending', 'sending', 'uncertain')),
  recipient jsonb not null,
  draft jsonb not null,
  reply_to text,
  attempts int not null default 0,
  -- seconds that one call may take before its fate is unknown; more when a file must be uploaded first
  patience int not null default 15,
  due_at timestamptz not null default now(),
  -- the call's patience: after it, a row still `sending` is uncertain
  lease_until timestamptz,
  sending_at timestamptz,
  created_at timestamptz not null default now(),
  -- in the channel's time: the window's end for free-form messages
  expires_at timestamptz,
  primary key (workspace_id, message_id)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
create index outbox_chat on outbox (workspace_id, chat_id, seq);

-- Facts for live screens; kept an hour.
create table event (
  workspace_id uuid not null,
  seq bigint generated always as identity,
  at timestamptz not null default now(),
  kind text not null,
  ids jsonb not null,
  chat_ids jsonb,
  primary key (workspace_id, seq)
);

-- Who is working: one row per process, so that others know how many share and who died.
create table process (
  id uuid primary key,
  host text not null,
  roles text not null,
  started_at timestamptz not null default now(),
  beat_at timestamptz not null default now()
);

call guard_tenant('webhook_event');
call guard_tenant('seen');
call guard_tenant('inbox');
call guard_tenant('quarantine');
call guard_tenant('status_inbox');
call guard_tenant('parked_status');
call guard_tenant('outbox');
call guard_tenant('event');
call ensure_partitions('webhook_event', 'day', 1, 3);
