-- Loops, repeated calls, and chats that wait for something.

-- how many flows set each other off before this person was put into the sequence (core/flow/event.ts)
alter table subscription add column depth int not null default 0;

-- the zone in which a schedule's next time was reckoned: of another one it is reckoned anew
alter table flow_schedule add column zone text;
update flow_schedule s set zone = w.zone from workspace w where w.workspace_id = s.workspace_id;
