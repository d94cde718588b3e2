-- What Meta says of a number, whether it is used here, and the two-step PIN; how the channel is set up and examined.

alter table phone_number
  -- a number that Meta lists and nobody chose is known and silent
  add column used boolean not null default true,
  add column name_status text not null default 'NONE',
  -- the display name that Meta is reviewing or has declined, and its reason
  add column wanted_name text,
  add column name_reason text,
  -- when a change of the name was last asked for
  add column name_asked_at timestamptz,
  -- Meta's word for the messaging limit, such as TIER_2K; empty: not told
  add column tier text not null default '',
  add column throughput text not null default 'STANDARD',
  add column verification text not null default '',
  add column official boolean not null default false,
  add column pin_set boolean not null default false,
  -- sealed with the workspace's data key
  add column pin bytea,
  add column synced_at timestamptz;

alter table channel
  -- the app was subscribed to the account's webhooks
  add column subscribed_at timestamptz,
  -- the last webhook whose signature was wrong: the app secret here is not Meta's
  add column unsigned_at timestamptz,
  -- the app secret before the last change: webhooks on their way are still signed with it
  add column former_secret bytea,
  add column former_until timestamptz,
  -- Meta's word about the whole account
  add column account json;
update channel set subscribed_at = created_at where connected;

-- What the doctor found last, one row per channel.
create table channel_check (
  workspace_id uuid not null references workspace,
  channel_id uuid not null,
  checked_at timestamptz not null,
  worst text not null,
  links json not null,
  primary key (workspace_id, channel_id),
  foreign key (workspace_id, channel_id) references channel (workspace_id, id)
);
call guard_tenant('channel_check');

-- What is done of Meta's business verification.
create table verification_tick (
  workspace_id uuid not null references workspace,
  step text not null,
  by_member uuid not null,
  at timestamptz not null default now(),
  primary key (workspace_id, step)
);
call guard_tenant('verification_tick');
