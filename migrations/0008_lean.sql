-- What is only kept and shown is kept as it was written: `jsonb` takes every document apart and puts it together again,
-- `json` keeps its text. Columns that statements compare or change in parts stay `jsonb`. This step rewrites tables and takes a
-- column away at once, which is allowed only before the first release: stop every process before it.

alter table inbox alter column payload type json;
alter table status_inbox alter column updates type json;
alter table parked_status alter column payload type json;
-- what is to be said stands in the message already
alter table outbox alter column recipient type json, add column template boolean not null default false;
update outbox set template = draft ->> 'kind' = 'template';
alter table outbox drop column draft;
alter table run alter column state type json;
alter table turn alter column heard type json, alter column steps type json;
alter table event alter column ids type json, alter column chat_ids type json;
alter table message alter column body type json, alter column fault type json, alter column verdict type json,
                    alter column pricing type json;
alter table chat alter column last type json;

-- Meta's name of each message that it took from us: by it a report is found that lacks our own key. Apart from the messages,
-- so that a message may get its name and climb its ladder without a touch of any index.
create table sent (
  workspace_id uuid not null,
  wamid text collate "C" not null,
  message_id uuid not null,
  primary key (workspace_id, wamid)
);
call guard_tenant('sent');
insert into sent (workspace_id, wamid, message_id)
  select workspace_id, wamid, id from message where kind = 'out' and wamid is not null on conflict do nothing;
drop index message_wamid;

-- Only what waits is asked for in order; what goes out at once never enters this index.
drop index outbox_next;
create index outbox_next on outbox (workspace_id, lane, seq) where state = 'pending';
