import { sql } from 'kysely'
import { PAUSE, type Step, together } from '#domain/effects/steps.ts'
import type { EntityDifference } from '#domain/entities.ts'
import { compiledQuery, compiledRows } from './compiled-query.ts'
import { entryOf, type JournalEntry, rowOf } from './journal-entry.ts'
import { differenceJson, differencesFrom } from './journal-json.ts'
import { query, rowsOf } from './query.ts'
import type { Db, JournalRow } from './schema.ts'

/** Differences in one row, so that none keeps the event loop for long. */
const PART_SIZE = 100
const MAX_PART_CHARACTERS = 64 * 1024
/** Rows that are read at a time. */
const BATCH_SIZE = 20

const insertRow = compiledQuery((db, { row }: { row: JournalRow }) => db.insertInto('journal').values(row))
const insertEntities = compiledRows(
  4,
  (rows) => sql`insert into journal_entities (space_id, entity_id, revision, part) values ${rows}`,
)

/** What is implied in the JSON of a difference, or named by a letter, but written out in answers. */
const IMPLIED_CHARACTERS = 64

/** What one row of a write holds: JSON, and whose differences it is. */
interface Part {
  differences: string[]
  ids: Set<string>
  /** Length of its differences in characters. */
  size: number
}

const NO_DIFFERENCES: Part = { differences: [], ids: new Set(), size: 0 }

/** What has been appended of a write whose first row comes last. */
export interface JournalParts {
  count: number
  /** Length of their differences in characters. */
  size: number
}

export const NO_PARTS: JournalParts = { count: 0, size: 0 }

/** What a row of the journal says of a write, and what it holds of its differences. */
type UnsizedEntry = Omit<JournalEntry, 'size'>

/**
 * Appends a write to the journal, but its first row: returns the step that does so, in one round trip. Readers begin
 * with that row. `appended` are the parts of it that there are already.
 */
export function* appendJournal(
  db: Db,
  write: UnsizedEntry,
  differences: readonly EntityDifference[],
  appended: JournalParts = NO_PARTS,
): Step<() => Step<void>> {
  const [first = NO_DIFFERENCES, ...parts] = yield* partsOf(write, differences)
  const { size } = yield* insertFurther(db, write, parts, { ...appended, size: appended.size + first.size })
  return function* () {
    yield* insertPart(db, { part: 0, size, ...write }, first)
  }
}

/** Appends differences of a write whose first row comes last; returns all parts that there are then. */
export function* appendParts(
  db: Db,
  write: UnsizedEntry,
  differences: readonly EntityDifference[],
  appended: JournalParts,
): Step<JournalParts> {
  return yield* insertFurther(db, write, yield* partsOf(write, differences), appended)
}

function* insertFurther(
  db: Db,
  write: UnsizedEntry,
  parts: readonly Part[],
  { count, size }: JournalParts,
): Step<JournalParts> {
  for (const part of parts) {
    size += part.size
    const entry = { part: ++count, size, ...write, undoes: null, linked_space: null, linked_revision: null }
    yield* insertPart(db, entry, part)
  }
  return { count, size }
}

function* insertPart(
  db: Db,
  entry: JournalEntry & Pick<JournalRow, 'part'>,
  { differences, ids }: Part,
): Step<unknown> {
  const { space_id, revision, part } = entry
  const insert = insertRow(db, { row: { ...rowOf(entry), differences: `[${differences.join()}]` } })
  const values: unknown[] = []
  for (const id of ids) values.push(space_id, id, revision, part)
  return values.length ? yield* together(insert, insertEntities(db, values)) : yield* insert
}

function* partsOf(
  write: Pick<JournalEntry, 'at' | 'revision'>,
  differences: readonly EntityDifference[],
): Step<Part[]> {
  const parts: Part[] = []
  let part: Part | undefined
  for (const difference of differences) {
    const json = differenceJson(difference, write)
    if (!part || part.differences.length === PART_SIZE || part.size + json.length > MAX_PART_CHARACTERS) {
      yield PAUSE
      parts.push((part = { differences: [], ids: new Set(), size: 0 }))
    }
    part.differences.push(json)
    part.ids.add(difference.id)
    part.size += json.length + IMPLIED_CHARACTERS
  }
  return parts
}

const ENTRY_COLUMNS = [
  'space_id',
  'revision',
  'at',
  'client',
  'by',
  'op',
  'undoes',
  'linked_space',
  'linked_revision',
  'kept',
  'size',
] as const

const entriesOf = (db: Db, spaceId: number) =>
  db.selectFrom('journal').where('space_id', '=', spaceId).where('part', '=', sql.lit(0))

export function* journalEntry(db: Db, spaceId: number, revision: number): Step<JournalEntry | undefined> {
  const [row] = yield* rowsOf(db, entriesOf(db, spaceId).where('revision', '=', revision).select(ENTRY_COLUMNS))
  return row && entryOf(row)
}

export interface JournalRange {
  /** Only later revisions, oldest first. */
  since?: number
  /** Only earlier revisions; newest first unless `since` is given. */
  before?: number
  /** Only writes that changed this item, project or feature. */
  entityId?: string
  limit: number
}

/** A space's journal, oldest first with `since`, else newest first. */
export const journalEntries = query(function* (db: Db, spaceId: number, range: JournalRange): Step<JournalEntry[]> {
  let select = entriesOf(db, spaceId)
  if (range.since !== undefined) select = select.where('revision', '>', range.since)
  if (range.before !== undefined) select = select.where('revision', '<', range.before)
  if (range.entityId !== undefined) {
    select = select.where(
      'revision',
      'in',
      sql<number>`(
        select revision from journal_entities e where e.space_id = ${spaceId} and e.entity_id = ${range.entityId}
      )`,
    )
  }
  select = select.orderBy('revision', range.since === undefined ? 'desc' : 'asc')
  return (yield* rowsOf(db, select.select(ENTRY_COLUMNS).limit(range.limit))).map(entryOf)
})

type JournalPart = Pick<JournalRow, 'at' | 'revision' | 'part' | 'differences'>

/** Rows of a space's journal with what they hold of the differences. */
const partRows = (db: Db, spaceId: number) =>
  db.selectFrom('journal').where('space_id', '=', spaceId).select(['at', 'revision', 'part', 'differences'])

/** What writes changed, by revision. */
export function* differencesOf(
  db: Db,
  spaceId: number,
  revisions: readonly number[],
): Step<Map<number, EntityDifference[]>> {
  const found = new Map(revisions.map((revision): [number, EntityDifference[]] => [revision, []]))
  if (!revisions.length) return found
  const select = partRows(db, spaceId).where('revision', 'in', revisions)
  const rows = yield* rowsOf(db, select.orderBy('revision').orderBy('part'))
  for (const row of rows) {
    yield PAUSE
    found.get(row.revision)!.push(...differencesFrom(row))
  }
  return found
}

/** The rows of all writes after a revision, up to the `last`, oldest first. */
export const journalBetween = compiledQuery(
  (db, { spaceId, after, last }: { spaceId: number; after: number; last: number }) =>
    partRows(db, spaceId)
      .where('revision', '>', after)
      .where('revision', '<=', last)
      .orderBy('revision')
      .orderBy('part'),
)

/** What a write changed, in parts. */
export function* differencesInParts(
  db: Db,
  spaceId: number,
  revision: number,
  each: (differences: EntityDifference[], part: number) => void,
): Step<void> {
  for (let after = -1; ;) {
    const rows: JournalPart[] = yield* rowsOf(
      db,
      partRows(db, spaceId)
        .where('revision', '=', revision)
        .where('part', '>', after)
        .orderBy('part')
        .limit(BATCH_SIZE),
    )
    for (const row of rows) {
      yield PAUSE
      each(differencesFrom(row), row.part)
    }
    if (rows.length < BATCH_SIZE) return
    after = rows.at(-1)!.part
  }
}

/** One part of what a write changed. */
export function* differencesOfPart(db: Db, spaceId: number, revision: number, part: number): Step<EntityDifference[]> {
  const select = partRows(db, spaceId).where('revision', '=', revision).where('part', '=', part)
  return (yield* rowsOf(db, select)).flatMap(differencesFrom)
}

/** The last write that changed an entity, and what the part of it that did so holds, and the next one. */
export function* lastWriteOf(
  db: Db,
  spaceId: number,
  entityId: string,
): Step<(JournalEntry & { differences: EntityDifference[] }) | undefined> {
  const select = db.selectFrom('journal_entities').where('space_id', '=', spaceId).where('entity_id', '=', entityId)
  const newest = select.select(['revision', 'part']).orderBy('revision', 'desc').orderBy('part', 'desc').limit(1)
  const [last] = yield* rowsOf(db, newest)
  const entry = last && (yield* journalEntry(db, spaceId, last.revision))
  if (!entry) return undefined
  const differences = [
    ...(yield* differencesOfPart(db, spaceId, last.revision, last.part)),
    ...(yield* differencesOfPart(db, spaceId, last.revision, last.part + 1)),
  ]
  return { ...entry, differences }
}

/** The writes that undid these revisions, those that undid the undoing in turn, and so on, newest first. */
export const undoersOf = query(function* (
  db: Db,
  spaceId: number,
  revisions: readonly number[],
): Step<{ revision: number; undoes: number }[]> {
  if (!revisions.length) return []
  const select = db
    .withRecursive('undoers', (qb) =>
      qb
        .selectFrom('journal')
        .where('space_id', '=', spaceId)
        .where('undoes', 'in', revisions)
        .select(['revision', 'undoes'])
        .union(
          qb
            .selectFrom('undoers')
            .crossJoin('journal') // makes SQLite start from `undoers`, not from the journal
            .where('journal.space_id', '=', spaceId)
            .whereRef('journal.undoes', '=', 'undoers.revision')
            .select(['journal.revision', 'journal.undoes']),
        ),
    )
    .selectFrom('undoers')
    .selectAll()
    .orderBy('revision', 'desc')
  return (yield* rowsOf(db, select)) as { revision: number; undoes: number }[]
})

const SEARCHED_BATCH_SIZE = 64

/** Searches the journal, newest first: the first result of `accept` that is not undefined. */
export function* searchJournal<T>(
  db: Db,
  spaceId: number,
  accept: (entry: JournalEntry) => T | undefined,
): Step<T | undefined> {
  for (let before: number | undefined; ;) {
    const rows: JournalEntry[] = yield* journalEntries(db, spaceId, { before, limit: SEARCHED_BATCH_SIZE })
    for (const row of rows) {
      const accepted = accept(row)
      if (accepted !== undefined) return accepted
    }
    if (rows.length < SEARCHED_BATCH_SIZE) return undefined
    before = rows.at(-1)!.revision
  }
}
