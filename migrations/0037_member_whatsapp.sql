-- Members who are told by flows on their own WhatsApp: the chat in which they proved their number by writing a code.

alter table member
  add column notice_chat_id uuid,
  -- SHA-256 of the code that waits for them to write it, and until when it is good
  add column notice_code bytea,
  add column notice_code_until timestamptz,
  add foreign key (workspace_id, notice_chat_id) references chat (workspace_id, id) on delete set null (notice_chat_id);
create index member_notice_code on member (workspace_id, notice_code) where notice_code is not null;
