-- What became of an invitation's letter: none was to be sent, it waits, it was handed over, it lies in the simulator's
-- mailbox, it could not be handed over yet, or never will.
alter table invitation
  add column letter text not null default 'none'
    check (letter in ('none', 'waiting', 'sent', 'kept', 'delayed', 'refused'));

-- Letters with invitations that a workspace asked for in this hour: nobody makes the mail server a spammer.
create table invitation_hour (
  workspace_id uuid primary key references workspace,
  hour timestamptz not null,
  count int not null
);
call guard_tenant('invitation_hour');

-- A person's new e-mail that waits for the word of whoever reads it, and how often they asked in this hour. It belongs to
-- no workspace: the link is opened by whoever holds it. Of its secret only the hash; null: nothing waits.
create table email_change (
  user_id uuid primary key,
  email text,
  token_hash text unique,
  expires_at timestamptz,
  hour timestamptz not null,
  tries int not null
);
