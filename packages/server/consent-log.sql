do $$
begin
  perform pg_advisory_xact_lock(hashtext('consent_log'));
  if to_regclass(quote_ident(current_schema()) || '.consent_log_last') is null then
    create table if not exists consent_log (
      id text primary key,
      order_id text not null,
      consent_id text not null,
      checked boolean not null,
      time timestamptz not null,
      page_id text not null,
      sequence integer not null,
      correlation_id text not null,
      hash text not null
    );

    create index if not exists consent_log_last_index on consent_log (order_id, consent_id);

    create or replace view consent_log_last as
    select distinct on (order_id, consent_id)
      id, order_id, consent_id, checked, time, page_id, sequence, correlation_id, hash
    from (
      select *, max(time) over (partition by order_id, consent_id, page_id) as page_time from consent_log
    ) as answers
    order by order_id, consent_id, page_time desc, sequence desc;
  end if;
end
$$;
