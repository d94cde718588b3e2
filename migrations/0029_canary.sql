-- Canary: a share of those who begin a flow gets a newer version than the others.

-- The others begin with `version_id`. Both null: everybody does.
alter table flow
  add column canary_id uuid,
  -- percent of contacts
  add column canary_share int,
  add column canary_at timestamptz,
  add constraint flow_canary check (
    (canary_id is null) = (canary_share is null) and (canary_id is null) = (canary_at is null)
    and (canary_share is null or canary_share between 1 and 99)),
  add constraint flow_canary_besides check (canary_id is null or version_id is not null);

-- What became of the runs that came by either version since a canary began, one row per run and version. `waiting`, and its run
-- stands in the chat no more: given up. No foreign key: the desk must not wait for whoever publishes.
create table canary_run (
  workspace_id uuid not null,
  flow_id uuid not null,
  run_id uuid not null,
  version_id uuid not null,
  chat_id uuid not null,
  outcome text not null check (outcome in ('waiting', 'ended', 'handed-over', 'failed')),
  -- the last step that was taken there
  node text,
  primary key (workspace_id, flow_id, run_id, version_id)
);
call guard_tenant('canary_run');

-- Two versions may send two templates at the same step.
alter table flow_template drop constraint flow_template_pkey;
alter table flow_template add primary key (workspace_id, flow_id, is_live, node, name, language);

-- Two versions may have two schedules: the canary's own stands at place 1. `version_id` says for which version's people a time is;
-- null: for everybody's.
alter table flow_schedule add column place int not null default 0, add column version_id uuid;
alter table flow_schedule drop constraint flow_schedule_pkey;
alter table flow_schedule add primary key (workspace_id, flow_id, place);
