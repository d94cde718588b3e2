-- Facts of the gate: who wants no marketing, by which words customers say so, and whom a test number may write to.

-- Whether the customer wants marketing, as { stopped, by, at }: who said so, and when in the channel's milliseconds; null: nobody ever said.
alter table contact add column marketing json;

-- A message that is one of these words, and nothing else, stops marketing or allows it again.
alter table workspace
  add column stop_words text[] not null default '{berhenti,"stop promo",stop,unsubscribe}',
  add column resume_words text[] not null default '{mulai,start}';

-- The phones that a test number may write to, as digits; null: nobody told us, and Meta judges.
alter table phone_number add column recipients text[];
