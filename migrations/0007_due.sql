-- How a message is paced, and how what has served its time goes.

-- how often Meta asked for a slower pace: counted apart from the tries
alter table outbox add column paced int not null default 0;

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
