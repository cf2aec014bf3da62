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

export async function deleteAnswersBefore(db: Db, userId: string, before: string): Promise<void> {
  await db.deleteFrom('answers').where('user_id', '=', userId).where('at', '<', before).execute()
}
