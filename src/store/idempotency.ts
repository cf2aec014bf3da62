import type { Step } from '#domain/effects/steps.ts'
import { compiledQuery } from './compiled-query.ts'
import type { AnswerRow, Db } from './schema.ts'

const selectAnswer = compiledQuery((db, { spaceId, scope, key }: { spaceId: number; scope: string; key: string }) =>
  db
    .selectFrom('answers')
    .where('space_id', '=', spaceId)
    .where('scope', '=', scope)
    .where('key', '=', key)
    .selectAll(),
)
export const insertAnswer = compiledQuery((db, row: AnswerRow) => db.insertInto('answers').values(row))

export function* getAnswer(db: Db, spaceId: number, scope: string, key: string): Step<AnswerRow | undefined> {
  return (yield* selectAnswer(db, { spaceId, scope, key }))[0]
}

/** Dates answers from outside a range, which are of a wrong clock, at `now`, so that they are kept from then on. */
export async function dateAnswersAnew(
  db: Db,
  spaceId: number,
  now: string,
  [from, to]: [string, string],
): Promise<void> {
  await db
    .updateTable('answers')
    .set({ at: now })
    .where('space_id', '=', spaceId)
    .where((eb) => eb.or([eb('at', '<', from), eb('at', '>', to)]))
    .execute()
}

export async function deleteAnswersBefore(db: Db, spaceId: number, before: string): Promise<void> {
  await db.deleteFrom('answers').where('space_id', '=', spaceId).where('at', '<', before).execute()
}
