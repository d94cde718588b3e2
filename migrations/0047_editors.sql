-- Who saved a draft, each with the last revision of theirs: whoever publishes is told by whom it moved on since they looked.
alter table flow add column editors jsonb not null default '{}';
