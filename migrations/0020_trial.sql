-- Trying a draft before it is published, and the tests of a flow.

-- A version without a number is a snapshot of a draft that somebody tries. It is never live.
alter table flow_version alter column number drop not null;

-- Which simulated customer meets which draft on which number, instead of what the number's bot has published.
create table preview (
  workspace_id uuid not null,
  phone_number_id uuid not null,
  identity text collate "C" not null,
  flow_id uuid not null,
  version_id uuid not null,
  revision int not null,
  started_at timestamptz not null default now(),
  primary key (workspace_id, phone_number_id, identity)
);
call guard_tenant('preview');

-- Scripted talks with their expectations, stored with the flow; `tested`: publishing asks that all of them pass.
create table flow_test (
  workspace_id uuid not null,
  id uuid not null,
  flow_id uuid not null,
  script jsonb not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, flow_id) references flow (workspace_id, id) on delete cascade
);
create index flow_test_flow on flow_test (workspace_id, flow_id, created_at);
call guard_tenant('flow_test');
alter table flow add column tested boolean not null default false;
