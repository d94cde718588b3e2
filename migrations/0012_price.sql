-- What messages cost: what has to be billed, the ledger, its sums, what Meta counts in a month, cards and the budget.

-- Messages that reached the customer and are to be billed: one row per batch of reports, worked off in batches.
create table bill (
  workspace_id uuid not null,
  seq bigint generated always as identity,
  message_ids uuid[] not null,
  primary key (workspace_id, seq)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);

-- One line per message that was delivered, for ever and once. Amounts are millionths of the currency unit.
create table ledger_entry (
  workspace_id uuid not null,
  message_id uuid not null,
  -- when it was delivered, in the channel's time; day and month in the account's zone
  at timestamptz not null,
  day text collate "C" not null,
  month text collate "C" not null,
  phone_number_id uuid not null,
  -- the bot that spoke; null: a person did
  bot_id uuid,
  market text not null,
  category text not null,
  template text,
  regime text not null,
  -- the card that was used; null: there was none for that day
  currency text,
  card_of text,
  -- what counts: Meta's word when there is one, else our estimate; null micros: no card knows the price
  type text not null,
  rated text,
  micros bigint,
  -- what we thought, where it is not what counts
  estimate json,
  -- Meta has spoken
  told boolean not null,
  differences text[] not null default '{}',
  primary key (workspace_id, message_id)
);
create index ledger_entry_month on ledger_entry (workspace_id, month, message_id);
create index ledger_entry_difference on ledger_entry (workspace_id, month, message_id) where differences <> '{}';

-- The ledger's sums of a day, so that a page never adds up a million lines. Text keys are empty where there is none.
create table spend (
  workspace_id uuid not null,
  day text collate "C" not null,
  phone_number_id uuid not null,
  bot text not null,
  market text not null,
  category text not null,
  template text not null,
  currency text not null,
  messages bigint not null,
  free bigint not null,
  -- charged, at a price that no card knows
  unpriced bigint not null,
  micros bigint not null,
  told bigint not null,
  differing bigint not null,
  -- how much more Meta's word costs than what we thought
  differing_micros bigint not null,
  primary key (workspace_id, day, phone_number_id, bot, market, category, template, currency)
);

-- Clocks of a customer with a number that charging must remember; only where one ran.
create table pair_clock (
  workspace_id uuid not null,
  phone_number_id uuid not null,
  contact_id uuid not null,
  -- the customer came by an advertisement then, and was not answered yet
  entry_at timestamptz,
  entry_ends_at timestamptz,
  -- open conversations: what each is rated as, and the first moment at which it is over, in milliseconds
  conversations json not null default '{}',
  primary key (workspace_id, phone_number_id, contact_id)
);

-- What Meta counts in a calendar month: the free ones of an account or number, the volume of a portfolio.
create table price_counter (
  workspace_id uuid not null,
  month text collate "C" not null,
  key text collate "C" not null,
  count bigint not null,
  primary key (workspace_id, month, key)
);

-- Conversations that Meta named and that are booked: only the first message of each costs.
create table conversation (
  workspace_id uuid not null,
  id text collate "C" not null,
  at timestamptz not null,
  primary key (workspace_id, id)
);

-- Templates on their way: what each is expected to cost until it is billed, and whether it takes a place of the
-- messaging limit (the customer's window was closed).
create table begun (
  workspace_id uuid not null,
  message_id uuid not null,
  phone_number_id uuid not null,
  contact_id uuid not null,
  at timestamptz not null,
  outside boolean not null,
  month text collate "C" not null,
  currency text not null,
  micros bigint not null,
  billed boolean not null default false,
  primary key (workspace_id, message_id)
);
create index begun_outside on begun (workspace_id, at) where outside;
create index begun_contact on begun (workspace_id, contact_id, at);
create index begun_reserved on begun (workspace_id, month) where not billed;

create table rate_card (
  workspace_id uuid not null references workspace,
  id uuid not null,
  unit text not null check (unit in ('conversation', 'message')),
  currency text not null,
  effective text collate "C" not null,
  csv text not null,
  rates int not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create unique index rate_card_one on rate_card (workspace_id, unit, currency, effective);

-- How the account is billed, and what it may spend in a month. No row: in dollars, by the day's regime, without a budget.
create table price_setting (
  workspace_id uuid primary key references workspace,
  currency text not null default 'USD',
  -- a regime that holds whatever the day is; null: the day decides
  regime text,
  budget_micros bigint check (budget_micros > 0)
);

-- A message that waits for its moment stands in the outbox and holds nothing up; `due_at` is then in the channel's time,
-- and the gate is asked again when it comes.
alter table outbox drop constraint outbox_state_check,
  add constraint outbox_state_check check (state in ('pending', 'sending', 'uncertain', 'waiting'));
create index outbox_waiting on outbox (workspace_id, due_at) where state = 'waiting';

call guard_tenant('bill');
call guard_tenant('ledger_entry');
call guard_tenant('spend');
call guard_tenant('pair_clock');
call guard_tenant('price_counter');
call guard_tenant('conversation');
call guard_tenant('begun');
call guard_tenant('rate_card');
call guard_tenant('price_setting');
