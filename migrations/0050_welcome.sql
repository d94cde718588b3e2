-- All that came of the customer so far was what nobody answers, a reaction or words that came late: the welcome is still theirs. False in
-- chats of before, and where a process of the release before writes.
alter table chat add column welcome_due boolean not null default false;
