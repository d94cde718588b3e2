-- Where templates are used, and submissions whose answer never came.

-- The templates that a flow's steps send: once for its draft, once for the version that runs. Written with the flow.
create table flow_template (
  workspace_id uuid not null,
  flow_id uuid not null,
  is_live boolean not null,
  -- the step, and what its author calls it
  node text collate "C" not null,
  title text not null,
  name text collate "C" not null,
  language text collate "C" not null,
  primary key (workspace_id, flow_id, is_live, node),
  foreign key (workspace_id, flow_id) references flow (workspace_id, id) on delete cascade
);
create index flow_template_name on flow_template (workspace_id, name, language);
call guard_tenant('flow_template');

insert into flow_template (workspace_id, flow_id, is_live, node, title, name, language)
select d.workspace_id, d.flow_id, d.is_live, n.key, coalesce(n.value ->> 'name', ''),
       n.value #>> '{template,name}', n.value #>> '{template,language}'
from (select workspace_id, id as flow_id, false as is_live, definition from flow
      union all
      select f.workspace_id, f.id, true, v.definition
      from flow f join flow_version v on v.workspace_id = f.workspace_id and v.id = f.version_id) d,
     jsonb_each(d.definition -> 'nodes') n
where n.value ->> 'kind' = 'template' and n.value #>> '{template,name}' is not null and n.value #>> '{template,language}' is not null;

-- When it was handed to Meta without an answer since; null: nothing is open. `lost`: Meta was read afterwards and has it not.
alter table template add column asked_at timestamptz;
alter table template add column lost boolean not null default false;
create index template_asked on template (workspace_id, asked_at) where asked_at is not null;
