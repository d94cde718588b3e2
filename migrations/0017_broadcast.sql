-- Broadcasts: one template to many, their recipients frozen at the start, and what each of them got.

create table broadcast (
  workspace_id uuid not null references workspace,
  id uuid not null,
  name text not null,
  state text not null default 'draft' check (state in ('draft', 'scheduled', 'sending', 'paused', 'done', 'cancelled')),
  revision int not null default 1,
  -- null: not chosen yet
  phone_number_id uuid,
  -- the template as it was chosen, with what stands for its variables (a step `template` of a flow)
  message json not null,
  -- whom it uses, so that a template can be asked where it is used
  template text collate "C",
  language text collate "C",
  audience json not null,
  -- how the people of a list of numbers agreed, in the words of whoever brought the list
  consent text not null default '',
  -- the wall clock of the workspace at which it begins, and that moment in the channel's time; null: at once
  starts_local text,
  starts_at timestamptz,
  -- how many a person confirmed
  confirmed int,
  -- how far the audience has been written down as recipients
  expanded_to uuid,
  expanded boolean not null default false,
  -- why it stands still although it is sending, or was paused by itself: `{ code, details }`
  reason json,
  -- in the channel's time: the gate is asked again then
  held_until timestamptz,
  -- up to when its share of the number's pace is used
  fed_at timestamptz,
  -- what became of its recipients, as last counted
  tally json,
  tallied_at timestamptz,
  started_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  started_at timestamptz,
  ended_at timestamptz,
  primary key (workspace_id, id)
);
create index broadcast_work on broadcast (workspace_id, state) where state in ('scheduled', 'sending');
create index broadcast_template on broadcast (workspace_id, template, language);

-- One row per broadcast and person, for ever: who has one gets no second message.
create table broadcast_recipient (
  workspace_id uuid not null,
  broadcast_id uuid not null,
  contact_id uuid not null,
  -- planned: not handed to the post yet; then the message says the rest
  state text not null default 'planned' check (state in ('planned', 'handed', 'skipped', 'cancelled')),
  -- planned: not before then, in the channel's time; null: at once
  due_at timestamptz,
  -- why it waits or was skipped: the gate's refusal and its details
  code text,
  details json,
  chat_id uuid,
  message_id uuid,
  handed_at timestamptz,
  tries int not null default 0,
  -- what the customer said after it: up to when we looked, when they first answered, the buttons they tapped
  heard_at timestamptz,
  replied_at timestamptz,
  taps text[] not null default '{}',
  primary key (workspace_id, broadcast_id, contact_id),
  foreign key (workspace_id, broadcast_id) references broadcast (workspace_id, id) on delete cascade,
  foreign key (workspace_id, contact_id) references contact (workspace_id, id)
) with (fillfactor = 80);
create index broadcast_recipient_planned on broadcast_recipient (workspace_id, broadcast_id, contact_id) where state = 'planned';
create index broadcast_recipient_message on broadcast_recipient (workspace_id, message_id) where message_id is not null;

-- A list of numbers that was brought for a broadcast; people are made of it when the broadcast begins.
create table broadcast_number (
  workspace_id uuid not null,
  broadcast_id uuid not null,
  phone text collate "C" not null,
  name text not null default '',
  fields json not null default '{}',
  contact_id uuid,
  primary key (workspace_id, broadcast_id, phone),
  foreign key (workspace_id, broadcast_id) references broadcast (workspace_id, id) on delete cascade
);
create index broadcast_number_contact on broadcast_number (workspace_id, broadcast_id, contact_id);

-- Which broadcast a message belongs to; null: none, as nearly always.
alter table message add column broadcast_id uuid;
alter table ledger_entry add column broadcast_id uuid;
alter table spend add column broadcast text not null default '';
alter table spend drop constraint spend_pkey,
  add primary key (workspace_id, day, phone_number_id, bot, market, category, template, currency, broadcast);

call guard_tenant('broadcast');
call guard_tenant('broadcast_recipient');
call guard_tenant('broadcast_number');
