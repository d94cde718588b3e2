-- What members say to each other about a flow while they draw it. Beside the drawing, never in it: no version, no export, no undo.

create table flow_thread (
  workspace_id uuid not null,
  id uuid not null,
  flow_id uuid not null,
  -- the step that it is about, which may be gone; null: a place on the canvas
  node text collate "C",
  x float8,
  y float8,
  created_at timestamptz not null default now(),
  resolved_at timestamptz,
  resolved_by uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, flow_id) references flow (workspace_id, id) on delete cascade,
  check ((node is null) = (x is not null and y is not null)),
  check ((resolved_at is null) = (resolved_by is null))
);
create index flow_thread_flow on flow_thread (workspace_id, flow_id, id);

create table flow_comment (
  workspace_id uuid not null,
  id uuid not null,
  thread_id uuid not null,
  author_id uuid not null,
  body text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, thread_id) references flow_thread (workspace_id, id) on delete cascade
);
create index flow_comment_thread on flow_comment (workspace_id, thread_id, id);

call guard_tenant('flow_thread');
call guard_tenant('flow_comment');
