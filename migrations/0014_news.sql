-- News about the account wait like everything else that comes in: tried again, then set aside, and to be heard once more.

alter table account_inbox
  add column event_id uuid,
  add column attempts int not null default 0,
  add column not_before timestamptz not null default now();

-- News set aside belong to a channel; they have no contact.
alter table quarantine
  alter column contact_key drop not null,
  alter column phone_number_id drop not null,
  add column channel_id uuid,
  add constraint quarantine_of check ((contact_key is null) = (channel_id is not null));

alter table channel_check
  -- links that were whole at some time: only what was whole can break
  add column whole json not null default '[]';

-- What the doctor tells people of by itself: a link that broke, a token that runs out.
create table channel_notice (
  workspace_id uuid not null references workspace,
  id uuid not null,
  channel_id uuid not null,
  -- the link, and which number where there are several
  link text not null,
  subject text not null default '',
  -- days before the token's end of which this notice speaks; null: a broken link
  stage int,
  find text not null,
  evidence json not null,
  fix json,
  -- the moment that it speaks of, in the channel's time
  at timestamptz,
  since timestamptz not null default now(),
  -- null: seen, and not sure yet
  told_at timestamptz,
  mailed_at timestamptz,
  -- null: it still holds
  settled_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, channel_id) references channel (workspace_id, id)
);
create unique index channel_notice_open on channel_notice (workspace_id, channel_id, link, subject, coalesce(stage, -1))
  where settled_at is null;
call guard_tenant('channel_notice');
