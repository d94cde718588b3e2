-- Templates on their way keep what their sums ask for in one row, so that nobody reads the messages behind them again.

-- failed or refused: it costs nothing and takes no place of the messaging limit
alter table begun add column lost boolean not null default false;
-- Meta drops silently what it could not deliver until then, in the channel's time; its money and its place are free again
alter table begun add column lapses_at timestamptz;
update begun set lapses_at = at + interval '30 days';
alter table begun alter column lapses_at set not null;
update begun b set lost = true from message m
where m.workspace_id = b.workspace_id and m.id = b.message_id and m.state in ('failed', 'refused');

drop index begun_outside;
create index begun_outside on begun (workspace_id, at) include (contact_id, phone_number_id, lapses_at, billed)
  where outside and not lost;
drop index begun_reserved;
create index begun_reserved on begun (workspace_id, month) include (currency, micros, lapses_at) where not billed and not lost;

-- Many ways lead a message to its failure, and back from it; its row here follows each.
create function begun_follows() returns trigger language plpgsql as $$
begin
  update begun set lost = new.state in ('failed', 'refused')
  where workspace_id = new.workspace_id and message_id = new.id;
  return null;
end $$;
create trigger begun_follows after update of state on message for each row
  when (coalesce(old.state, '') in ('failed', 'refused') <> (coalesce(new.state, '') in ('failed', 'refused')))
  execute function begun_follows();

-- days and hours of the workspace's clock in which it is sent (`SendWindow`); null: at any time
alter table broadcast add column hours json;
