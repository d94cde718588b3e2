-- What a day of the inbox came to, once it is over and can hardly change: asked for, it is counted once and kept. The day is one of
-- that zone's; whoever changes the zone of the workspace has the days counted anew.

create table chat_day (
  workspace_id uuid not null,
  zone text not null,
  day text collate "C" not null,
  heard bigint not null,
  sent bigint not null,
  chats bigint not null,
  answered bigint not null,
  -- milliseconds, over all that were answered
  waited bigint not null,
  primary key (workspace_id, zone, day)
);
call guard_tenant('chat_day');
