-- Who had a happening under way when it was last begun with care, and how many processes are gone that had. Ordinary work writes
-- neither: what a process finds at its start is written down before it is begun (server/flow/takeover.ts).

alter table inbox
  add column begun_by uuid,
  add column deaths smallint not null default 0;
