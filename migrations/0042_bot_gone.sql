-- A bot that was taken away keeps its row: costs and old chats go on naming it, and nothing else does.

alter table bot add column gone_at timestamptz;
