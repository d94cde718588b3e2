-- Message templates: what Meta has of them, what we have written and not sent, and what Meta says about them by webhook.

create table template (
  workspace_id uuid not null references workspace,
  id uuid not null,
  -- the channel whose account has it, and Meta's id; null: it stands nowhere but here
  channel_id uuid,
  meta_id text collate "C",
  name text collate "C" not null,
  language text collate "C" not null,
  category text not null,
  status text not null,
  quality text not null default 'UNKNOWN',
  -- Meta's word for the rejection, and its own sentences
  rejection text,
  details text,
  advice text,
  -- the category that Meta will move it to, and when; the one that it had before
  correct_category text,
  previous_category text,
  category_at timestamptz,
  -- the end of a pause, in the channel's time
  paused_until timestamptz,
  -- what its author said it is for
  intent text,
  -- a `Template` as Meta has it, or the draft of one that Meta has not
  content json not null,
  -- a change of it that Meta has not been told
  draft json,
  revision int not null default 1,
  -- when it was edited while approved, milliseconds of the channel's time, latest last: Meta allows one in a day and ten in 30
  edits json not null default '[]',
  -- when Meta, or we towards Meta, last changed how it stands: older news is not laid over it
  stood_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, channel_id) references channel (workspace_id, id)
);
create unique index template_name on template (workspace_id, name, language);
create index template_meta on template (workspace_id, meta_id) where meta_id is not null;

-- When the account's templates were last read; null: never, so that nothing is known about what it has.
alter table channel add column templates_at timestamptz;

-- News about the account itself, taken down with the webhook that brought it and applied in its order.
create table account_inbox (
  workspace_id uuid not null,
  seq bigint generated always as identity,
  channel_id uuid not null,
  received_at timestamptz not null default now(),
  updates json not null,
  primary key (workspace_id, seq)
);

call guard_tenant('template');
call guard_tenant('account_inbox');
