import { mkdtempSync, rmSync, stat, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openSqlite } from './open.ts'
import { connect } from './connection.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'track-'))))
afterEach(() => rmSync(folder, { recursive: true }))

it('nothing is written on behalf of a transaction that the database has ended by itself', async () => {
  const engine = openSqlite(join(folder, 'track.db'), { exclusive: true, create: true })
  const count = async () =>
    (await sql<{ count: number }>`select count(*) as count from things`.execute(engine.read)).rows[0]!.count
  await engine.write('schema', async (db) => void (await sql`create table things (name text unique)`.execute(db)))
  const put = (name: string) =>
    engine.write('users', async (db) => void (await sql`insert or rollback into things values (${name})`.execute(db)))
  await put('one')
  const both = engine.write('users', async (db) => {
    // ends the transaction in the middle of a write, as a full disk may
    const ends = sql`insert or rollback into things values ('one')`.execute(db)
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

it('the next turn sees what others have committed, although a timer had begun to read', async () => {
  const file = join(folder, 'track.db')
  const engine = openSqlite(file, { exclusive: true, create: true })
  await engine.write('schema', async (db) => void (await sql`create table things (name text)`.execute(db)))
  const other = connect(file)
  const tokens = await new Promise<object[]>((resolve) => {
    setTimeout(() => {
      void sql`select * from things`.execute(engine.read)
      const before = engine.commitToken()
      other.exec("insert into things values ('one')")
      stat(file, () => resolve([before, engine.commitToken()]))
      for (const until = Date.now() + 50; Date.now() < until;); // so that stat has its result when the turn ends
    }, 1)
  })
  expect(tokens[1]).not.toBe(tokens[0])
  const rows = async () => (await sql`select * from things`.execute(engine.read)).rows.length
  expect(await rows()).toBe(1)
  other.close()
  await engine.close()
})

it('what is read after the token is as new, in one turn too; one token is of others alone', async () => {
  const file = join(folder, 'track.db')
  const engine = openSqlite(file, { exclusive: true, create: true })
  await engine.write('schema', async (db) => void (await sql`create table things (name text)`.execute(db)))
  const other = connect(file)
  const rows = () => sql`select * from things`.execute(engine.read).then((found) => found.rows.length)
  const before = engine.commitToken()
  const first = rows()
  other.exec("insert into things values ('one')")
  const after = engine.commitToken()
  const second = rows()
  expect([await first, await second]).toEqual([0, 1])
  expect(after).not.toBe(before)
  expect(engine.commitToken()).toBe(after)

  const ofOthers = engine.othersCommitToken()
  await engine.write('schema', async (db) => void (await sql`insert into things values ('two')`.execute(db)))
  expect(engine.othersCommitToken()).toBe(ofOthers)
  expect(engine.commitToken()).not.toBe(after)
  other.exec('begin; rollback')
  expect(engine.othersCommitToken()).toBe(ofOthers)
  other.exec("insert into things values ('three')")
  expect(engine.othersCommitToken()).not.toBe(ofOthers)
  other.close()
  await engine.close()
})

it('a large commit does not copy its pages itself, and the log gives its space back', async () => {
  const file = join(folder, 'track.db')
  const engine = openSqlite(file, { exclusive: true, create: true })
  await engine.write('schema', async (db) => void (await sql`create table things (name text)`.execute(db)))
  const put = (bytes: number, times: number) =>
    engine.write('users', async (db) => {
      for (let n = 0; n < times; n++) await sql`insert into things values (${'x'.repeat(bytes)})`.execute(db)
    })
  await put(60_000, 600)
  expect(statSync(`${file}-wal`).size).toBeGreaterThan(36e6)
  await expect.poll(() => statSync(file).size, { timeout: 15_000 }).toBeGreaterThan(36e6)
  const rows = await sql<{ count: number }>`select count(*) as count from things`.execute(engine.read)
  expect(rows.rows).toEqual([{ count: 600 }])
  await expect
    .poll(() => put(1, 1).then(() => statSync(`${file}-wal`).size), { timeout: 15_000 })
    .toBeLessThanOrEqual(12 * 2 ** 20)
  await engine.close()
  const again = connect(file)
  expect(again.prepare('pragma integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
  again.close()
})
