import { executeSql } from './postgres.ts'

/**
 * Partitions every table that spaces own, and `spaces` itself, by hash of `space_id`, on an empty PostgreSQL at this
 * program's schema: it then enforces what a distributed one demands, that each unique index contains the space.
 */
export async function partitionBySpace(url: string): Promise<void> {
  await executeSql(
    url,
    `do $$
    declare
      owned text;
      reference text;
    begin
      for owned in
        select table_name from information_schema.columns
        where table_schema = current_schema and column_name = 'space_id'
          and table_name not in ('users', 'keys', 'shared_spaces', 'memberships')
        order by table_name <> 'spaces'
      loop
        execute format('alter table %I rename to whole_%s', owned, owned);
        execute format('create table %I (like whole_%s including all) partition by hash (space_id)', owned, owned);
        for part in 0..3 loop
          execute format(
            'create table %I partition of %I for values with (modulus 4, remainder %s)',
            owned || '_' || part, owned, part
          );
        end loop;
        for reference in
          select pg_get_constraintdef(oid) from pg_constraint
          where contype = 'f' and conrelid = ('whole_' || owned)::regclass
        loop
          execute format('alter table %I add %s', owned, replace(reference, 'whole_', ''));
        end loop;
      end loop;
      for owned in select tablename from pg_tables where tablename like 'whole\\_%' loop
        execute format('drop table %I cascade', owned);
      end loop;
    end $$`,
  )
}
