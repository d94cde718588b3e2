-- What became of an invitation's letter: none was to be sent, it waits, it was handed over, it lies in the simulator's
-- mailbox, it could not be handed over yet, or never will.
alter table invitation
  add column letter text not null default 'none'
    check (letter in ('none', 'waiting', 'sent', 'kept', 'delayed', 'refused'));

-- Letters that one sender asked for in this hour, by their kind: nobody makes the mail server a spammer.
create table letter_hour (
  -- a workspace, or a person
  sender uuid not null,
  kind text not null,
  hour timestamptz not null,
  count int not null,
  primary key (sender, kind)
);

-- A new e-mail that waits for the word of whoever reads it; of the link's secret only the hash.
create table email_change (
  user_id uuid primary key,
  email text not null,
  token_hash text not null unique,
  expires_at timestamptz not null
);
