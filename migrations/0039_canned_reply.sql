-- Replies that a workspace has written once and calls by a short name in the inbox. Few, and read only when one is called.

create table canned_reply (
  workspace_id uuid not null references workspace,
  id uuid not null,
  name text not null,
  -- with merge fields, which are filled in for the chat in which it is called
  text text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create unique index canned_reply_name on canned_reply (workspace_id, lower(name));

call guard_tenant('canned_reply');
