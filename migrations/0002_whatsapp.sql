-- The line to one WhatsApp Business Account, its numbers, and the files that pass over it.

create table channel (
  workspace_id uuid not null references workspace,
  id uuid not null,
  name text not null,
  -- the unguessable part of the webhook's address
  hook text not null,
  graph_url text not null,
  graph_version text not null,
  waba_id text not null,
  app_id text not null,
  token bytea not null,
  app_secret bytea not null,
  verify_token text not null,
  token_end text not null,
  app_secret_end text not null,
  connected boolean not null default true,
  verified_at timestamptz,
  last_webhook_at timestamptz,
  -- a channel whose time is told by the Date header of its webhooks; its clock runs ahead by clock_offset milliseconds
  follows_clock boolean not null default false,
  clock_offset bigint not null default 0,
  -- the world's id and sealed key when the other side is a simulator
  world_id text,
  world_key bytea,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create unique index channel_one on channel (workspace_id) where connected;

-- The keys by which the outside names us before the tenant is known.
create table hook_directory (hook text primary key, workspace_id uuid not null, channel_id uuid not null);
create table waba_directory (
  graph_url text not null, waba_id text not null, workspace_id uuid not null, primary key (graph_url, waba_id)
);

create table bot (
  workspace_id uuid not null references workspace,
  id uuid not null,
  name text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);

create table phone_number (
  workspace_id uuid not null references workspace,
  id uuid not null,
  channel_id uuid not null,
  graph_id text not null,
  display text not null,
  name text not null,
  state text not null,
  quality text not null default 'UNKNOWN',
  test boolean not null default false,
  -- messages a second that this number may send
  rate int not null default 60,
  bot_id uuid,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, channel_id) references channel (workspace_id, id),
  foreign key (workspace_id, bot_id) references bot (workspace_id, id)
);
create unique index phone_number_graph on phone_number (workspace_id, channel_id, graph_id);

-- An open breaker: sending over the number or the whole account stands still until a person mends the cause.
create table breaker (
  workspace_id uuid not null references workspace,
  scope text not null check (scope in ('waba', 'number')),
  key text not null,
  code int not null,
  reason text not null,
  since timestamptz not null default now(),
  primary key (workspace_id, scope, key)
);

create table file (
  workspace_id uuid not null references workspace,
  id uuid not null,
  name text not null,
  mime text not null,
  media text not null,
  size bigint not null,
  sha256 text not null,
  storage_key text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);

-- A file that Meta has for one of our numbers; ids last 30 days, we trust them for 25.
create table uploaded_media (
  workspace_id uuid not null,
  phone_number_id uuid not null,
  file_id uuid not null,
  media_id text not null,
  expires_at timestamptz not null,
  primary key (workspace_id, phone_number_id, file_id)
);

call guard_tenant('channel');
call guard_tenant('bot');
call guard_tenant('phone_number');
call guard_tenant('breaker');
call guard_tenant('file');
call guard_tenant('uploaded_media');
