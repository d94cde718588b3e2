-- What the spine asks for all the time, found by key at every size: the names of one person, and the messages that are
-- next to go out. Messages change several times after they were written (accepted, sent, delivered, read): room on their
-- page keeps these changes away from the indexes.

create index contact_identity_contact on contact_identity (workspace_id, contact_id);
create index outbox_next on outbox (workspace_id, lane, seq);

create or replace procedure ensure_partitions(parent text, unit text, past int, ahead int) language plpgsql as $$
declare
  first timestamptz := date_trunc(unit, now() at time zone 'UTC') at time zone 'UTC';
  low timestamptz; high timestamptz; part text;
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
    end if;
  end loop;
end $$;

do $$
declare part regclass;
begin
  for part in select inhrelid::regclass from pg_inherits where inhparent = 'message'::regclass loop
    execute format('alter table %s set (fillfactor = 75)', part);
  end loop;
end $$;
