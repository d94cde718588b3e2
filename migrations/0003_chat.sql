-- Who we talk to, the chats, and what was said.

create table contact (
  workspace_id uuid not null references workspace,
  id uuid not null,
  name text not null default '',
  profile_name text not null default '',
  phone text collate "C",
  -- the name that lists sort and search by, in lower case
  search_name text collate "C" not null default '',
  fields jsonb not null default '{}',
  tags text[] not null default '{}',
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create index contact_search on contact (workspace_id, search_name);
create index contact_phone on contact (workspace_id, phone);

-- A person may be known by phone (`wa:…`) and by business-scoped user id (`bs:…`).
create table contact_identity (
  workspace_id uuid not null,
  identity text collate "C" not null,
  contact_id uuid not null,
  primary key (workspace_id, identity),
  foreign key (workspace_id, contact_id) references contact (workspace_id, id)
);

create table field (
  workspace_id uuid not null references workspace,
  key text not null,
  label text not null,
  type text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, key)
);

create table chat (
  workspace_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  phone_number_id uuid not null,
  last_at timestamptz not null,
  last jsonb,
  unread int not null default 0,
  resolved boolean not null default false,
  assignee_id uuid,
  bot_paused boolean not null default false,
  paused_until timestamptz,
  -- when the customer last wrote, in the channel's time
  last_inbound_at timestamptz,
  draft text not null default '',
  -- how much the bot has said in the present hour: a loop among two bots ends here
  bot_hour timestamptz,
  bot_said int not null default 0,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, contact_id) references contact (workspace_id, id),
  foreign key (workspace_id, phone_number_id) references phone_number (workspace_id, id),
  foreign key (workspace_id, assignee_id) references member (workspace_id, id)
) with (fillfactor = 80);
create unique index chat_pair on chat (workspace_id, contact_id, phone_number_id);
create index chat_latest on chat (workspace_id, last_at desc, id desc);

-- Partitioned by id, which is a UUIDv7: the id alone says the month.
create table message (
  workspace_id uuid not null,
  id uuid not null,
  chat_id uuid not null,
  at timestamptz not null,
  kind text not null,
  speaker text not null,
  author_id uuid,
  -- inbound: what was heard; outbound: what was meant; notes and events: text
  body jsonb not null,
  state text,
  rung smallint,
  wamid text collate "C",
  reply_to text,
  client_id text,
  file_id uuid,
  fault jsonb,
  verdict jsonb,
  pricing jsonb,
  accepted_at timestamptz,
  sent_at timestamptz,
  delivered_at timestamptz,
  read_at timestamptz,
  failed_at timestamptz,
  primary key (workspace_id, id)
) partition by range (id);
create index message_chat on message (workspace_id, chat_id, id);
create index message_wamid on message (workspace_id, wamid) where wamid is not null;

create table reaction (
  workspace_id uuid not null,
  chat_id uuid not null,
  wamid text collate "C" not null,
  speaker text not null,
  emoji text not null,
  primary key (workspace_id, chat_id, wamid, speaker)
);

-- The smallest UUIDv7 of a moment.
create function uuid_floor(moment timestamptz) returns uuid language sql immutable as $$
  select (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

-- Makes the partitions of a table that is partitioned by UUIDv7, from `past` units ago to `ahead` units on.
create procedure ensure_partitions(parent text, unit text, past int, ahead int) language plpgsql as $$
declare
  first timestamptz := date_trunc(unit, now() at time zone 'UTC') at time zone 'UTC';
  low timestamptz; high timestamptz; part text;
begin
  for n in -past .. ahead loop
    low := (first at time zone 'UTC' + n * ('1 ' || unit)::interval) at time zone 'UTC';
    high := (first at time zone 'UTC' + (n + 1) * ('1 ' || unit)::interval) at time zone 'UTC';
    part := parent || '_' || to_char(low at time zone 'UTC', case unit when 'day' then 'YYYYMMDD' else 'YYYYMM' end);
    if to_regclass(part) is null then
      execute format('create table %I partition of %I for values from (%L) to (%L)',
        part, parent, uuid_floor(low), uuid_floor(high));
      execute format('alter table %I enable row level security', part);
      execute format('alter table %I force row level security', part);
    end if;
  end loop;
end $$;

call guard_tenant('contact');
call guard_tenant('contact_identity');
call guard_tenant('field');
call guard_tenant('chat');
call guard_tenant('message');
call guard_tenant('reaction');
call ensure_partitions('message', 'month', 1, 2);
