import type { Step } from '#domain/effects/steps.ts'
import { compiledQuery } from './compiled-query.ts'
import type { AnswerRow, Db } from './schema.ts'

const selectAnswer = compiledQuery((db, { userId, scope, key }: { userId: string; scope: string; key: string }) =>
  db.selectFrom('answers').where('user_id', '=', userId).where('scope', '=', scope).where('key', '=', key).selectAll(),
)
export const insertAnswer = compiledQuery((db, row: AnswerRow) => db.insertInto('answers').values(row))

export function* getAnswer(db: Db, userId: string, scope: string, key: string): Step<AnswerRow | undefined> {
  return (yield* selectAnswer(db, { userId, scope, key }))[0]
}

/** Dates answers from outside a range, which are of a wrong clock, at `now`, so that they are kept from then on. */
export async function dateAnswersAnew(
  db: Db,
  userId: string,
  now: string,
  [from, to]: [string, string],
): Promise<void> {
  await db
    .updateTable('answers')
    .set({ at: now })
    .where('user_id', '=', userId)
    .where((eb) => eb.or([eb('at', '<', from), eb('at', '>', to)]))
    .execute()
}

export async function deleteAnswersBefore(db: Db, userId: string, before: string): Promise<void> {
  await db.deleteFrom('answers').where('user_id', '=', userId).where('at', '<', before).execute()
}
