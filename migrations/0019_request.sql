-- Steps that ask another server, and the secrets that such requests carry.

-- What a flow asks of the outside: written with the run that waits for it, gone with its answer.
create table flow_request (
  workspace_id uuid not null,
  id uuid not null,
  chat_id uuid not null,
  run_id uuid not null,
  -- the wait that asked; when the run has gone on, nobody asks any more
  token text not null,
  contact_key text collate "C" not null,
  phone_number_id uuid not null,
  call jsonb not null,
  -- which process has it under way: when that one is gone, only what may be repeated is asked again
  begun_by uuid,
  begun_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create index flow_request_order on flow_request (workspace_id, created_at);

-- Sealed with the workspace's data key; shown to nobody again.
create table flow_secret (
  workspace_id uuid not null references workspace,
  name text not null,
  sealed bytea not null,
  updated_at timestamptz not null default now(),
  primary key (workspace_id, name)
);

call guard_tenant('flow_request');
call guard_tenant('flow_secret');

-- How many mails the flows of a workspace sent in its latest hour.
create table flow_mail_hour (
  workspace_id uuid not null references workspace,
  hour timestamptz not null,
  count int not null,
  primary key (workspace_id)
);
call guard_tenant('flow_mail_hour');
