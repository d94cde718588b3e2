-- What waited long before anybody called for it has all its tries still: its time counts from the first.
alter table outbox add column tried_at timestamptz;

-- Reports that our own code cannot digest are tried again, then set aside, and hold up no other; ordinary work writes neither column.
alter table status_inbox
  add column attempts smallint not null default 0,
  add column not_before timestamptz;

-- Reports set aside belong to no contact and to no channel.
alter table quarantine
  drop constraint quarantine_of,
  add constraint quarantine_of check (kind = 'reports' or (contact_key is null) = (channel_id is not null));

-- When a process that had not been heard of for a while was heard of again: it stood still, or its database did, and what came to its
-- door meanwhile comes again later.
alter table process add column back_at timestamptz;
