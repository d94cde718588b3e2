-- Fields have types, folders and descriptions, and may belong to the whole bot. A field's id is its first key and never
-- changes: values stand under it. `key` is what texts call it now, `former` what they called it before.
alter table field add column id text collate "C";
update field set id = key;
update field set type = case type when 'yesno' then 'boolean' when 'choice' then 'text' else type end;
alter table field alter column id set not null;
alter table field drop constraint field_pkey;
alter table field add primary key (workspace_id, id);
create unique index field_key on field (workspace_id, key);
alter table field
  add column former text[] not null default '{}',
  add column scope text not null default 'contact',
  add column folder text not null default '',
  add column description text not null default '',
  add column default_value text not null default '';

-- Present values of bot fields, by field id; what is not there has its default.
alter table workspace add column bot_values jsonb not null default '{}';

-- The contact's own language and time zone; null: the workspace's.
alter table contact add column language text, add column zone text;
