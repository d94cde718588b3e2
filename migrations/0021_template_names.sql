-- Names that Meta keeps for 30 days because an approved template was deleted: `name language` and when, in the channel's milliseconds.
alter table channel add column deleted_names json not null default '{}';
