-- What tells a member something may be a comment on a flow instead of a chat.
alter table member_notice alter column chat_id drop not null, add column flow_id uuid;
