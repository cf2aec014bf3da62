import { sql } from 'kysely'
import type { PlacedItem } from '#domain/items.ts'
import type { Feature, Project } from '#domain/projects.ts'
import { getItem } from './items.ts'
import { getFeature, getProject } from './projects.ts'
import type { Db, DifferenceRow, EntityType } from './schema.ts'

const BATCH_SIZE = 500

/** The number of journal rows after a revision. */
export async function countJournalAfter(db: Db, userId: string, after: number): Promise<number> {
  const { count } = await db
    .selectFrom('journal')
    .where('user_id', '=', userId)
    .where('revision', '>', after)
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** The latest journaled difference of every entity of a user, read in batches. */
export async function* latestJournaled(db: Db, userId: string): AsyncGenerator<DifferenceRow> {
  for (let after = ''; ;) {
    const newest = db
      .selectFrom('journal_differences')
      .where('user_id', '=', userId)
      .where('entity_id', '>', after)
      .groupBy('entity_id')
      .select(['entity_id', (eb) => eb.fn.max('revision').as('revision')])
      .orderBy('entity_id')
      .limit(BATCH_SIZE)
      .as('newest')
    const rows = await db
      .selectFrom(newest)
      .innerJoin('journal_differences as latest', (join) =>
        join.onRef('latest.entity_id', '=', 'newest.entity_id').onRef('latest.revision', '=', 'newest.revision'),
      )
      .where('latest.user_id', '=', userId)
      .selectAll('latest')
      .orderBy('latest.entity_id')
      .execute()
    yield* rows
    if (rows.length < BATCH_SIZE) return
    after = rows.at(-1)!.entity_id
  }
}

export async function currentEntity(
  db: Db,
  userId: string,
  entity: EntityType,
  id: string,
): Promise<PlacedItem | Project | Feature | undefined> {
  const get = { item: getItem, project: getProject, feature: getFeature }[entity]
  return get(db, userId, id)
}

/** Ids of entities that were written after a revision but have no journal row. */
export async function unjournaled(db: Db, userId: string, after: number): Promise<string[]> {
  const hasNoJournalRow = (id: string) =>
    sql<boolean>`not exists (
      select 1 from journal_differences d where d.user_id = ${userId} and d.entity_id = ${sql.ref(id)}
    )`
  const items = await db
    .selectFrom('items')
    .where('user_id', '=', userId)
    .where('revision', '>', after)
    .where(hasNoJournalRow('items.id'))
    .select('id')
    .limit(BATCH_SIZE)
    .execute()
  const features = await db
    .selectFrom('features')
    .where('user_id', '=', userId)
    .where('revision', '>', after)
    .where(hasNoJournalRow('features.id'))
    .select('id')
    .execute()
  const projects = await db
    .selectFrom('projects')
    .where('user_id', '=', userId)
    .where('revision', '>', after)
    .where(hasNoJournalRow('projects.slug'))
    .select('slug')
    .execute()
  return [...items.map(({ id }) => id), ...features.map(({ id }) => id), ...projects.map(({ slug }) => slug)]
}
