import { sql } from 'kysely'
import type { PlacedItem } from '#domain/items.ts'
import type { Feature, Project } from '#domain/projects.ts'
import { getItem } from './items.ts'
import { getFeature, getProject } from './projects.ts'
import type { Db, DifferenceRow, Entity } from './schema.ts'

const STRETCH = 500

/** How many writes the journal tells of after a revision. */
export async function countJournal(db: Db, userId: string, after: number): Promise<number> {
  const { count } = await db
    .selectFrom('journal')
    .where('user_id', '=', userId)
    .where('revision', '>', after)
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** The newest row of everything that a user's journal tells of, a stretch at a time. */
export async function* newestTold(db: Db, userId: string): AsyncGenerator<DifferenceRow> {
  for (let after = ''; ;) {
    const newest = db
      .selectFrom('journal_differences')
      .where('user_id', '=', userId)
      .where('entity_id', '>', after)
      .groupBy('entity_id')
      .select(['entity_id', (eb) => eb.fn.max('revision').as('revision')])
      .orderBy('entity_id')
      .limit(STRETCH)
      .as('newest')
    const rows = await db
      .selectFrom(newest)
      .innerJoin('journal_differences as told', (join) =>
        join.onRef('told.entity_id', '=', 'newest.entity_id').onRef('told.revision', '=', 'newest.revision'),
      )
      .where('told.user_id', '=', userId)
      .selectAll('told')
      .orderBy('told.entity_id')
      .execute()
    yield* rows
    if (rows.length < STRETCH) return
    after = rows.at(-1)!.entity_id
  }
}

export async function standing(
  db: Db,
  userId: string,
  entity: Entity,
  id: string,
): Promise<PlacedItem | Project | Feature | undefined> {
  const get = { item: getItem, project: getProject, feature: getFeature }[entity]
  return get(db, userId, id)
}

/** What was written after a revision and stands in no journal row. */
export async function untold(db: Db, userId: string, after: number): Promise<string[]> {
  const told = (id: string) =>
    sql<boolean>`not exists (select 1 from journal_differences d where d.user_id = ${userId} and d.entity_id = ${sql.ref(id)})`
  const items = await db
    .selectFrom('items')
    .where('user_id', '=', userId)
    .where('revision', '>', after)
    .where(told('items.id'))
    .select('id')
    .limit(STRETCH)
    .execute()
  const features = await db
    .selectFrom('features')
    .where('user_id', '=', userId)
    .where('revision', '>', after)
    .where(told('features.id'))
    .select('id')
    .execute()
  const projects = await db
    .selectFrom('projects')
    .where('user_id', '=', userId)
    .where('revision', '>', after)
    .where(told('projects.slug'))
    .select('slug')
    .execute()
  return [...items.map(({ id }) => id), ...features.map(({ id }) => id), ...projects.map(({ slug }) => slug)]
}
