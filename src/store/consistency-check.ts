import { sql } from 'kysely'
import type { Entity, EntityDifference } from '#domain/entities.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { Feature, Project } from '#domain/projects.ts'
import { getItem } from './items.ts'
import { getFeature, getProject } from './projects.ts'
import { differencesFrom } from './journal-json.ts'
import type { Db } from './schema.ts'

const BATCH_SIZE = 100

/** The number of writes after a revision in the journal. */
export async function countJournalAfter(db: Db, spaceId: number, after: number): Promise<number> {
  const { count } = await db
    .selectFrom('journal')
    .where('space_id', '=', spaceId)
    .where('revision', '>', after)
    .where('part', '=', 0)
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** The latest journaled difference of every entity of a space and its revision, oldest first. */
export async function* latestJournaled(
  db: Db,
  spaceId: number,
): AsyncGenerator<{ revision: number; difference: EntityDifference }> {
  const latest = await latestRevisions(db, spaceId)
  for (let [revision, part] = [0, -1]; ;) {
    const rows = await db
      .selectFrom('journal')
      .where('space_id', '=', spaceId)
      .where(sql<boolean>`(revision, part) > (${revision}, ${part})`)
      .select(['revision', 'part', 'at', 'differences'])
      .orderBy('revision')
      .orderBy('part')
      .limit(BATCH_SIZE)
      .execute()
    for (const row of rows)
      for (const difference of differencesFrom(row))
        if (latest.get(difference.id) === row.revision) yield { revision: row.revision, difference }
    if (rows.length < BATCH_SIZE) return
    ;({ revision, part } = rows.at(-1)!)
  }
}

/** The newest revision that changed each entity. */
async function latestRevisions(db: Db, spaceId: number): Promise<Map<string, number>> {
  const found = new Map<string, number>()
  for (let after = ''; ;) {
    const rows = await db
      .selectFrom('journal_entities')
      .where('space_id', '=', spaceId)
      .where('entity_id', '>', after)
      .groupBy('entity_id')
      .select(['entity_id', (eb) => eb.fn.max('revision').as('revision')])
      .orderBy('entity_id')
      .limit(BATCH_SIZE)
      .execute()
    for (const { entity_id, revision } of rows) found.set(entity_id, revision)
    if (rows.length < BATCH_SIZE) return found
    after = rows.at(-1)!.entity_id
  }
}

export async function currentEntity(
  db: Db,
  spaceId: number,
  entity: Entity,
  id: string,
): Promise<PlacedItem | Project | Feature | undefined> {
  const get = { item: getItem, project: getProject, feature: getFeature }[entity]
  return get(db, spaceId, id)
}

/** Ids of entities that were written after a revision but have no journal row. */
export async function unjournaled(db: Db, spaceId: number, after: number): Promise<string[]> {
  const hasNoJournalRow = (id: string) =>
    sql<boolean>`not exists (
      select 1 from journal_entities e where e.space_id = ${spaceId} and e.entity_id = ${sql.ref(id)}
    )`
  const items = await db
    .selectFrom('items')
    .where('space_id', '=', spaceId)
    .where('revision', '>', after)
    .where(hasNoJournalRow('items.id'))
    .select('id')
    .limit(BATCH_SIZE)
    .execute()
  const features = await db
    .selectFrom('features')
    .where('space_id', '=', spaceId)
    .where('revision', '>', after)
    .where(hasNoJournalRow('features.id'))
    .select('id')
    .execute()
  const projects = await db
    .selectFrom('projects')
    .where('space_id', '=', spaceId)
    .where('revision', '>', after)
    .where(hasNoJournalRow('projects.slug'))
    .select('slug')
    .execute()
  return [...items.map(({ id }) => id), ...features.map(({ id }) => id), ...projects.map(({ slug }) => slug)]
}
