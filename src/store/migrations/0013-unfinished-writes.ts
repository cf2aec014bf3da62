import { type Kysely, sql } from 'kysely'

/** Long writes of SQLite that have been committed in part. */
export async function up(db: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  if (dialect !== 'sqlite') return
  await sql`create table unfinished_writes (
    space_id integer primary key references spaces (space_id) on delete cascade,
    revision integer not null,
    after_seq integer not null
  ) strict`.execute(db)
}
