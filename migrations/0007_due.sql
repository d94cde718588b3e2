-- What the house asks for many times a second is found by key when nothing is due, and what has served goes in pieces.

-- how often Meta asked for a slower pace: counted apart from the tries
alter table outbox add column paced int not null default 0;

-- alarms that are due by the world's clock; the few channels with a clock of their own are asked one by one
create index alarm_when on alarm (due_at);
create index channel_clock on channel (workspace_id) where connected and clock_offset <> 0;

-- events leave by age
create index event_at on event (at);

-- Lets go of the daily partitions that ended longer than `days` ago. Gives up rather than hold up who writes.
create procedure drop_old_days(parent text, days int) language plpgsql set lock_timeout = '2s' as $$
declare part text;
begin
  for part in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = parent::regclass and c.relname ~ '_\d{8}$'
      and to_date(right(c.relname, 8), 'YYYYMMDD') + 1 + days <= (now() at time zone 'UTC')::date
    order by c.relname
  loop
    execute format('drop table %I', part);
  end loop;
end $$;
