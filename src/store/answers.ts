import type { AnswerRow, Db } from './schema.ts'

export async function answerGiven(db: Db, userId: string, scope: string, key: string): Promise<AnswerRow | undefined> {
  return db.selectFrom('answers').where('user_id', '=', userId).where('scope', '=', scope).where('key', '=', key).selectAll().executeTakeFirst()
}

export async function keepAnswer(db: Db, row: AnswerRow): Promise<void> {
  await db.insertInto('answers').values(row).execute()
}

export async function forgetAnswers(db: Db, userId: string, before: string): Promise<void> {
  await db.deleteFrom('answers').where('user_id', '=', userId).where('at', '<', before).execute()
}
