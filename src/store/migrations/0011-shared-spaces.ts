import { type CreateTableBuilder, type Kysely, sql } from 'kysely'

const DIALECTS = {
  sqlite: { key: sql`text`, bigint: 'integer', clustered: sql`strict, without rowid` },
  postgres: { key: sql`text collate "C"`, bigint: 'bigint', clustered: null },
} as const

/**
 * Spaces that several users share: their names, of which none is given again, and who their members are. Numbers of
 * spaces are not given again either. The journal says by whom a write is; null: by the user whose own space it is.
 */
export async function up(db: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  const { key, bigint, clustered } = DIALECTS[dialect]
  const create = async (table: CreateTableBuilder<string, string>) =>
    (clustered ? table.modifyEnd(clustered) : table).execute()
  await create(
    db.schema
      .createTable('shared_spaces')
      .addColumn('name', key, (c) => c.primaryKey())
      .addColumn('id', key, (c) => c.notNull().unique())
      .addColumn('space_id', bigint, (c) => c.unique())
      .addColumn('created_at', key, (c) => c.notNull()),
  )
  await create(
    db.schema
      .createTable('memberships')
      .addColumn('space_id', bigint, (c) => c.notNull())
      .addColumn('user_id', key, (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('role', 'text', (c) => c.notNull())
      .addColumn('called', 'text', (c) => c.notNull())
      .addColumn('since', key, (c) => c.notNull())
      .addPrimaryKeyConstraint('memberships_by_space', ['space_id', 'user_id']),
  )
  await db.schema.createIndex('memberships_by_user').on('memberships').columns(['user_id']).execute()
  await db.schema
    .createTable('space_counter')
    .addColumn('last_number', bigint, (c) => c.notNull())
    .execute()
  await sql`insert into space_counter select max(space_id) from spaces having max(space_id) > 0`.execute(db)
  await db.schema
    .alterTable('users')
    .addColumn('memberships', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
  await db.schema.alterTable('keys').addColumn('space_id', bigint).execute()
  await db.schema.alterTable('journal').addColumn('by', 'text').execute()
}
