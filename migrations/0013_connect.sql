-- Whose door a channel uses, and what a person's approval at Meta leaves behind until a number is chosen.

alter table channel
  add column provider text not null default 'meta' check (provider in ('meta', '360dialog'));

-- A sign-in at Meta that somebody has begun: who, and the digest of what must come back from their own browser.
create table oauth_state (
  workspace_id uuid not null references workspace,
  digest text not null,
  member_id uuid not null,
  expires_at timestamptz not null,
  primary key (workspace_id, digest)
);
call guard_tenant('oauth_state');

-- What Meta gave for an approval, sealed, until one of its accounts is connected.
create table oauth_grant (
  workspace_id uuid primary key references workspace,
  token bytea not null,
  -- accounts that were approved; empty: Meta named none, so all that the token opens
  waba_ids text[] not null,
  expires_at timestamptz not null
);
call guard_tenant('oauth_grant');
