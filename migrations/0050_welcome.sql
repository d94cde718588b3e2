-- When what nobody answers, a reaction or words that came late, was the last and only thing that came of the customer: the welcome is still
-- theirs while it is. Null in chats of before; where a process of the release before hears more, it moves `last_inbound_at` alone.
alter table chat add column welcome_due_at timestamptz;
