-- What agents write with: replies that are written once and called by a short name (few, and read only when one is called),
-- and drafts that are their writer's.

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

-- whose the unsent reply of the chat is: it follows its writer to another device, and nobody else reads it
alter table chat add column draft_by uuid;

call guard_tenant('canned_reply');
