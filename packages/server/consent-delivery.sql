do $$
begin
  perform pg_advisory_xact_lock(hashtext('consent_log'));
  if to_regclass(quote_ident(current_schema()) || '.consent_log_dead_index') is null then
    alter table consent_log add column if not exists arrival bigint generated always as identity;

    create index if not exists consent_log_time_index on consent_log (time);

    create table if not exists consent_log_orders (
      order_id text primary key,
      completed boolean not null,
      checked_at timestamptz not null default clock_timestamp()
    );

    create table if not exists consent_log_delivery (
      answer_id text primary key,
      order_id text not null,
      consent_id text not null,
      state text not null default 'waiting'
        check (state in ('waiting', 'delivered', 'pending', 'dead', 'overtaken')),
      given boolean not null default false,
      attempts integer not null default 0,
      error text
    );

    create index if not exists consent_log_delivery_index on consent_log_delivery (order_id, consent_id);

    create index if not exists consent_log_dead_index on consent_log_delivery (order_id) where state = 'dead';
  end if;
end
$$;
