import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openSqlite } from './open.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'track-'))))
afterEach(() => rmSync(folder, { recursive: true }))

it('nothing is written on behalf of a transaction that the database has ended by itself', async () => {
  const engine = openSqlite(join(folder, 'track.db'), { exclusive: true, create: true })
  const count = async () => (await sql<{ count: number }>`select count(*) as count from things`.execute(engine.read)).rows[0]!.count
  await engine.write('schema', async (db) => void (await sql`create table things (name text unique)`.execute(db)))
  const put = (name: string) => engine.write('users', async (db) => void (await sql`insert or rollback into things values (${name})`.execute(db)))
  await put('one')
  const both = engine.write('users', async (db) => {
    const ends = sql`insert or rollback into things values ('one')`.execute(db) // as a full disk may, in the middle of a write
    const after = sql`insert into things values ('two')`.execute(db)
    await Promise.allSettled([ends, after])
    await ends
  })
  await expect(both).rejects.toThrow()
  expect(await count()).toBe(1)
  await put('three')
  expect(await count()).toBe(2)
  await engine.close()
})
