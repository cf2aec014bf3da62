import { type CreateTableBuilder, sql } from 'kysely'
import type { Engine } from '../engine.ts'
import type { Db } from '../schema.ts'

export async function up(db: Db, engine: Engine): Promise<void> {
  const { key, bigint, serial } = engine.types
  const create = async (table: CreateTableBuilder<string, string>, clustered = true) => {
    const end = engine.tableOptions(clustered)
    await (end ? table.modifyEnd(end) : table).execute()
  }

  await create(
    db.schema
      .createTable('users')
      .addColumn('id', key, (c) => c.notNull())
      .addColumn('name', key, (c) => c.notNull())
      .addColumn('role', 'text', (c) => c.notNull())
      .addColumn('timezone', 'text', (c) => c.notNull())
      .addColumn('timezone_chosen', 'integer', (c) => c.notNull())
      .addColumn('revision', bigint, (c) => c.notNull())
      .addColumn('journal_from', bigint, (c) => c.notNull())
      .addColumn('created_at', key, (c) => c.notNull())
      .addPrimaryKeyConstraint('users_pk', ['id'])
      .addUniqueConstraint('users_name', ['name']),
  )
  await create(
    db.schema
      .createTable('keys')
      .addColumn('hash', key, (c) => c.notNull())
      .addColumn('user_id', key, (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('secret', 'text')
      .addColumn('created_at', key, (c) => c.notNull())
      .addPrimaryKeyConstraint('keys_pk', ['hash']),
  )
  await db.schema.createIndex('keys_of_user').on('keys').columns(['user_id', 'kind']).execute()

  await create(
    db.schema
      .createTable('projects')
      .addColumn('user_id', key, (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('slug', key, (c) => c.notNull())
      .addColumn('title', 'text', (c) => c.notNull())
      .addColumn('type', 'text', (c) => c.notNull())
      .addColumn('status', 'text', (c) => c.notNull())
      .addColumn('notes', 'text')
      .addColumn('created_at', key, (c) => c.notNull())
      .addColumn('updated_at', key, (c) => c.notNull())
      .addColumn('revision', bigint, (c) => c.notNull())
      .addPrimaryKeyConstraint('projects_pk', ['user_id', 'slug']),
  )
  await create(
    db.schema
      .createTable('features')
      .addColumn('user_id', key, (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('id', key, (c) => c.notNull())
      .addColumn('project', key, (c) => c.notNull())
      .addColumn('title', 'text', (c) => c.notNull())
      .addColumn('status', 'text', (c) => c.notNull())
      .addColumn('notes', 'text')
      .addColumn('created_at', key, (c) => c.notNull())
      .addColumn('updated_at', key, (c) => c.notNull())
      .addColumn('revision', bigint, (c) => c.notNull())
      .addPrimaryKeyConstraint('features_pk', ['user_id', 'id']),
  )
  await db.schema.createIndex('features_of_project').on('features').columns(['user_id', 'project']).execute()

  let items = db.schema
    .createTable('items')
    .addColumn('seq', serial.type, (c) => (serial.primary ? c.primaryKey() : c.notNull()))
    .addColumn('user_id', key, (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('id', key, (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('pool', key, (c) => c.notNull())
    .addColumn('open', 'integer', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('priority', 'integer', (c) => c.notNull())
    .addColumn('position', key, (c) => c.notNull())
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('due', key)
    .addColumn('tags', 'text', (c) => c.notNull())
    .addColumn('notes', 'text')
    .addColumn('every', 'text')
    .addColumn('anchor', 'text')
    .addColumn('last_done', 'text')
    .addColumn('project', key)
    .addColumn('feature', key)
    .addColumn('estimate', 'integer')
    .addColumn('recipient', 'text')
    .addColumn('occasion', 'text')
    .addColumn('budget', bigint)
    .addColumn('url', 'text')
    .addColumn('bought_on', 'text')
    .addColumn('next', 'text')
    .addColumn('created_at', key, (c) => c.notNull())
    .addColumn('updated_at', key, (c) => c.notNull())
    .addColumn('done_at', key)
    .addColumn('revision', bigint, (c) => c.notNull())
  items = serial.primary
    ? items.addUniqueConstraint('items_id', ['user_id', 'id'])
    : items.addPrimaryKeyConstraint('items_id', ['user_id', 'id'])
  await create(items, false)
  await db.schema
    .createIndex('items_in_pool')
    .on('items')
    .columns(['user_id', 'pool', 'open', 'priority', 'position', 'id'])
    .execute()
  await db.schema
    .createIndex('items_in_order')
    .on('items')
    .columns(['user_id', 'open', 'priority', 'position', 'id'])
    .execute()
  await db.schema
    .createIndex('items_by_due')
    .on('items')
    .columns(['user_id', 'open', 'due'])
    .where('due', 'is not', null)
    .execute()
  await db.schema
    .createIndex('items_doing')
    .on('items')
    .columns(['user_id', 'status'])
    .where(sql.ref('status'), '=', sql.lit('doing'))
    .execute()
  await db.schema
    .createIndex('items_of_project')
    .on('items')
    .columns(['user_id', 'project', 'feature', 'status', 'estimate'])
    .where('project', 'is not', null)
    .execute()
  await db.schema.createIndex('items_by_arrival').on('items').columns(['user_id', 'open', 'seq']).execute()
  await db.schema
    .createIndex('items_by_finish')
    .on('items')
    .columns(['user_id', 'done_at'])
    .where('done_at', 'is not', null)
    .execute()
  await engine.fullText.create(db)

  await create(
    db.schema
      .createTable('id_counters')
      .addColumn('user_id', key, (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('prefix', key, (c) => c.notNull())
      .addColumn('given', bigint, (c) => c.notNull())
      .addPrimaryKeyConstraint('id_counters_pk', ['user_id', 'prefix']),
  )

  await create(
    db.schema
      .createTable('journal')
      .addColumn('user_id', key, (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('revision', bigint, (c) => c.notNull())
      .addColumn('at', key, (c) => c.notNull())
      .addColumn('door', 'text', (c) => c.notNull())
      .addColumn('op', 'text', (c) => c.notNull())
      .addColumn('undoes', bigint)
      .addColumn('kept', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('journal_pk', ['user_id', 'revision']),
  )
  await db.schema
    .createIndex('journal_undoes')
    .on('journal')
    .columns(['user_id', 'undoes'])
    .where('undoes', 'is not', null)
    .execute()
  await create(
    db.schema
      .createTable('journal_differences')
      .addColumn('user_id', key, (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('revision', bigint, (c) => c.notNull())
      .addColumn('entity', key, (c) => c.notNull())
      .addColumn('entity_id', key, (c) => c.notNull())
      .addColumn('before', 'text')
      .addColumn('after', 'text')
      .addPrimaryKeyConstraint('journal_differences_pk', ['user_id', 'revision', 'entity', 'entity_id']),
  )
  await db.schema
    .createIndex('journal_of_entity')
    .on('journal_differences')
    .columns(['user_id', 'entity_id', 'revision'])
    .execute()

  await create(
    db.schema
      .createTable('answers')
      .addColumn('user_id', key, (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('scope', key, (c) => c.notNull())
      .addColumn('key', key, (c) => c.notNull())
      .addColumn('digest', 'text', (c) => c.notNull())
      .addColumn('answer', 'text')
      .addColumn('at', key, (c) => c.notNull())
      .addPrimaryKeyConstraint('answers_pk', ['user_id', 'scope', 'key']),
  )
  await db.schema.createIndex('answers_by_age').on('answers').columns(['at']).execute()
}
