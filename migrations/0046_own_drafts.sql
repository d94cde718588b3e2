-- The replies that are being written in a chat, each member's own by their id: two who write at once keep their words both.
alter table chat add column drafts jsonb not null default '{}';
update chat set drafts = jsonb_build_object(coalesce(draft_by, assignee_id), draft)
  where draft <> '' and coalesce(draft_by, assignee_id) is not null;
-- `draft` and `draft_by` go with a later release: a process of the one before still reads them.
