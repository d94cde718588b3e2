-- Tables in the order in which the door takes them: a process of the release before may be writing.

-- Of raw webhooks PostgreSQL would keep samples among its figures, customers' words among them, longer than the webhooks themselves; no plan rests on them.
do $$
declare col name;
begin
  foreach col in array array['id', 'channel_id', 'body', 'updates'] loop
    execute format('alter table webhook_event alter column %I set statistics 0', col);
  end loop;
end $$;

-- A raw webhook is written and never asked for by its name, but where parts of it were set aside: those have an index of their own.
alter table webhook_event drop constraint webhook_event_pkey;

-- Rows that come and go within a second, many reports or ids in each: up to a page they stand where they are, above it beside the table, and
-- nobody packs what is unpacked a moment later.
alter table status_inbox set (toast_tuple_target = 8160);
alter table status_inbox alter column updates set storage external;
alter table event set (toast_tuple_target = 8160);
alter table event alter column ids set storage external;
alter table event alter column chat_ids set storage external;

-- A new partition takes over what its table says of columns, but not that they are left out of the figures.
create or replace procedure ensure_partitions(parent text, unit text, past int, ahead int) language plpgsql as $$
declare
  first timestamptz := date_trunc(unit, now() at time zone 'UTC') at time zone 'UTC';
  low timestamptz; high timestamptz; part text; col name;
begin
  for n in -past .. ahead loop
    low := (first at time zone 'UTC' + n * ('1 ' || unit)::interval) at time zone 'UTC';
    high := (first at time zone 'UTC' + (n + 1) * ('1 ' || unit)::interval) at time zone 'UTC';
    part := parent || '_' || to_char(low at time zone 'UTC', case unit when 'day' then 'YYYYMMDD' else 'YYYYMM' end);
    if to_regclass(part) is null then
      execute format('create table %I partition of %I for values from (%L) to (%L) with (fillfactor = %s)',
        part, parent, uuid_floor(low), uuid_floor(high), case parent when 'message' then 75 else 100 end);
      execute format('alter table %I enable row level security', part);
      execute format('alter table %I force row level security', part);
      for col in select attname from pg_attribute
        where attrelid = parent::regclass and attnum > 0 and not attisdropped and attstattarget = 0 loop
        execute format('alter table %I alter column %I set statistics 0', part, col);
      end loop;
    end if;
  end loop;
end $$;
