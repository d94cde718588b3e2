-- The tenant and its people. Every table after this one begins its primary key with workspace_id, so that tenants
-- cannot mix and the tables can be distributed by it later. Row-level security is the second lock: a connection sees the
-- workspace named by the setting app.workspace, or all of them when it is '*' (the workers).

create function app_workspace() returns uuid language sql stable
  as $$ select nullif(nullif(current_setting('app.workspace', true), '*'), '')::uuid $$;
create function app_is_worker() returns boolean language sql stable
  as $$ select coalesce(current_setting('app.workspace', true), '') = '*' $$;

create procedure guard_tenant(tenant_table regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', tenant_table);
  execute format('alter table %s force row level security', tenant_table);
  execute format(
    'create policy tenant on %s using ((select app_is_worker()) or workspace_id = (select app_workspace()))',
    tenant_table);
end $$;

create table workspace (
  workspace_id uuid primary key,
  name text not null,
  zone text not null,
  language text not null check (language in ('id', 'en')),
  -- the workspace's data key, wrapped by the master key
  data_key bytea not null,
  -- grows with every change of channel, numbers, bots, flows: workers compare it before each piece of work
  settings_revision bigint not null default 1,
  created_at timestamptz not null default now()
);

create table member (
  workspace_id uuid not null references workspace,
  id uuid not null,
  user_id uuid not null,
  role text not null check (role in ('owner', 'admin', 'agent')),
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, user_id)
);
-- a person's workspaces are looked up before one is chosen
create index member_user on member (user_id);

create table invitation (
  workspace_id uuid not null references workspace,
  id uuid not null,
  email text not null,
  role text not null check (role in ('admin', 'agent')),
  invited_by uuid not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create index invitation_id on invitation (id);

call guard_tenant('workspace');
call guard_tenant('member');
call guard_tenant('invitation');
