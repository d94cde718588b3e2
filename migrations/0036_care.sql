-- Loops, repeated calls, and chats that wait for something.

-- how many flows set each other off before this person was put into the sequence (core/flow/event.ts)
alter table subscription add column depth int not null default 0;

-- the zone in which a schedule's next time was reckoned: of another one it is reckoned anew
alter table flow_schedule add column zone text;
update flow_schedule s set zone = w.zone from workspace w where w.workspace_id = s.workspace_id;

-- it waits for something: not open, and not done either
alter table chat add column pending boolean not null default false, add check (not (pending and resolved));
-- since when it waits in its team's queue
alter table chat add column queued_at timestamptz;
update chat set queued_at = last_at where team_id is not null and assignee_id is null;
create index chat_queue on chat (workspace_id, team_id, queued_at)
  where team_id is not null and assignee_id is null and not resolved and not pending;

-- Calls of a flow's webhook that brought an Idempotency-Key (its SHA-256) and began the flow: the same key again begins nothing.
create table flow_hook_call (
  workspace_id uuid not null,
  flow_id uuid not null,
  key_hash bytea not null,
  at timestamptz not null default now(),
  primary key (workspace_id, flow_id, key_hash),
  foreign key (workspace_id, flow_id) references flow_hook (workspace_id, flow_id) on delete cascade
);
create index flow_hook_call_old on flow_hook_call (workspace_id, flow_id, at);
call guard_tenant('flow_hook_call');
