-- What was posted to the operator's app, signed by it, and no workspace's account took. It belongs to no workspace, so only workers see it. Kept by
-- day, as raw webhooks are, and left out of the figures for the same reason.
create table unclaimed_webhook (
  id uuid not null,
  received_at timestamptz not null default now(),
  body bytea not null,
  -- the first of the accounts that it speaks of, by Meta's id; none where it is not Meta's form
  accounts text[] not null
) partition by range (id);
alter table unclaimed_webhook enable row level security;
alter table unclaimed_webhook force row level security;
create policy worker on unclaimed_webhook using ((select app_is_worker()));
alter table unclaimed_webhook alter column id set statistics 0;
alter table unclaimed_webhook alter column body set statistics 0;
alter table unclaimed_webhook alter column accounts set statistics 0;
call ensure_partitions('unclaimed_webhook', 'day', 1, 3);
