-- When the customer's phone was last told that a reply is being written, by the machine's clock.
alter table chat add column typing_shown_at timestamptz;
