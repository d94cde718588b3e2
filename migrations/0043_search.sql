-- Names and numbers are found by any of their parts, messages by their words. Why so: docs/decisions/0014.

-- A text as searches compare it (`core/base/search.ts` says the same): no accents, no capitals, no marks or emoji; words stand apart by
-- white space.
create function search_text(said text) returns text language sql immutable as $$
  select lower(regexp_replace(regexp_replace(normalize(said, NFKD), '[\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufe00-\ufe0f]', '', 'g'),
    '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u2bff\u3000-\u303f\U0001f000-\U0001faff]', ' ', 'g'))
$$;

-- What was written in a message, without what only programs read.
create function message_text(body json) returns text language sql immutable as $$
  select concat_ws(' ', body ->> 'text', body ->> 'caption', body ->> 'title', body ->> 'filename', body ->> 'shown',
    case when body ->> 'kind' = 'location' then concat_ws(' ', body ->> 'name', body ->> 'address') end)
$$;

-- By what a contact is found: the words of the name, and after `#` the number from its first digit and from every third after it.
create table contact_part (
  workspace_id uuid not null,
  part text collate "C" not null,
  contact_id uuid not null,
  primary key (workspace_id, part, contact_id)
);
call guard_tenant('contact_part');

create function contact_parts(name text, phone text) returns setof text language sql immutable as $$
  (select distinct left(word, 40) from string_to_table(search_text(name), ' ') word where word <> '' limit 12)
  union all
  select '#' || substr(left(phone, 20), n) from generate_series(1, length(left(phone, 20)), 3) n
$$;

-- Contacts are written in many places and in batches; their parts only when name or number are others, which a reply never does.
create function contact_parts_added() returns trigger language plpgsql as $$
begin
  insert into contact_part (workspace_id, part, contact_id)
  select c.workspace_id, p, c.id from fresh c, contact_parts(c.name, c.phone) p on conflict do nothing;
  return null;
end $$;
create trigger contact_parts_added after insert on contact referencing new table as fresh
  for each statement execute function contact_parts_added();

create function contact_parts_changed() returns trigger language plpgsql as $$
begin
  delete from contact_part t using contact_parts(old.name, old.phone) p
  where t.workspace_id = old.workspace_id and t.part = p and t.contact_id = old.id;
  insert into contact_part (workspace_id, part, contact_id)
  select new.workspace_id, p, new.id from contact_parts(new.name, new.phone) p on conflict do nothing;
  return null;
end $$;
create trigger contact_parts_changed after update on contact for each row
  when (old.name is distinct from new.name or old.phone is distinct from new.phone)
  execute function contact_parts_changed();

insert into contact_part (workspace_id, part, contact_id)
  select c.workspace_id, p, c.id from contact c, contact_parts(c.name, c.phone) p on conflict do nothing;

-- nothing asks by the beginning of the whole name any more
drop index contact_search;
