-- Who is there to answer, in which teams, and what the bot tells them.

-- a page that looks at nothing in particular still says that its person is here
alter table presence alter column thing drop not null;
create index presence_person on presence (workspace_id, user_id);

alter table member
  -- they have said that they are not at their place, whatever pages are open
  add column away boolean not null default false,
  -- when a team's chat was last given to them: members take turns
  add column given_at timestamptz;

create table team (
  workspace_id uuid not null references workspace,
  id uuid not null,
  name text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create unique index team_name on team (workspace_id, lower(name));
create table team_member (
  workspace_id uuid not null,
  team_id uuid not null,
  member_id uuid not null,
  primary key (workspace_id, team_id, member_id),
  foreign key (workspace_id, team_id) references team (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references member (workspace_id, id) on delete cascade
);
create index team_member_teams on team_member (workspace_id, member_id);

-- whose queue the chat stands in, or by way of which team its member got it
alter table chat add column team_id uuid, add foreign key (workspace_id, team_id) references team (workspace_id, id);
create index chat_assignee on chat (workspace_id, assignee_id) where assignee_id is not null and not resolved;
create index chat_team on chat (workspace_id, team_id, last_at desc, id desc) where team_id is not null;

-- What a flow tells a member on the screen; it goes when they have seen it.
create table member_notice (
  workspace_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  chat_id uuid not null,
  text text not null,
  at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id) on delete cascade
);
create index member_notice_own on member_notice (workspace_id, member_id, id);

call guard_tenant('team');
call guard_tenant('team_member');
call guard_tenant('member_notice');
