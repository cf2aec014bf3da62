import { prepared } from './prepared.ts'
import type { AnswerRow, Db } from './schema.ts'

const given = prepared((db, { userId, scope, key }: { userId: string; scope: string; key: string }) =>
  db.selectFrom('answers').where('user_id', '=', userId).where('scope', '=', scope).where('key', '=', key).selectAll(),
)
const kept = prepared((db, row: AnswerRow) => db.insertInto('answers').values(row))

export async function answerGiven(db: Db, userId: string, scope: string, key: string): Promise<AnswerRow | undefined> {
  return (await given(db, { userId, scope, key }))[0]
}

export async function keepAnswer(db: Db, row: AnswerRow): Promise<void> {
  await kept(db, row)
}

export async function forgetAnswers(db: Db, userId: string, before: string): Promise<void> {
  await db.deleteFrom('answers').where('user_id', '=', userId).where('at', '<', before).execute()
}
