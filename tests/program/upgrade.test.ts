import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import type { Changes, Page } from '#contract/types.ts'
import { keepCopy } from '#main/database.ts'
import { migrate, migrations, SCHEMA_VERSION } from '#store/migrate.ts'
import { openSqlite } from '#store/sqlite/open.ts'
import { connect, open } from '#store/sqlite/connection.ts'
import { EARLIER_SCHEMAS, earlierFile } from '#testing/earlier-databases.ts'
import { api, newHome, serve, type Server, track } from './run.ts'

let home: ReturnType<typeof newHome>
let server: Server | undefined
let key: string
const data = (name: string) => join(home.path, 'data', name)
const next = `track.db.before-${String(SCHEMA_VERSION + 1).padStart(4, '0')}`
const copies = () => readdirSync(join(home.path, 'data')).filter((name) => name.includes('before'))
const local = (...args: string[]) => track(home.path, args, { env: { TRACK_DATA_DIR: join(home.path, 'data') } })

/** The items of a file, and their columns. */
function shape(file: string): { columns: string[]; titles: string[] } {
  const db = open(file)
  const columns = (db.prepare('pragma table_info(items)').all() as { name: string }[]).map(({ name }) => name)
  const titles = (db.prepare('select title from items').all() as { title: string }[]).map(({ title }) => title)
  db.close()
  return { columns, titles }
}

/** How a file's tables and indexes are made, in any layout. */
function tables(file: string): string[] {
  const db = open(file)
  const rows = db.prepare("select sql from sqlite_master where sql is not null and name not like 'sqlite_%'").all()
  db.close()
  return (rows as { sql: string }[]).map(({ sql }) => sql.replace(/\s/g, '')).toSorted()
}

/** A program of the next version, which adds a column, starts on the database that a server of this one has left. */
async function upgrade(fails = false): Promise<void> {
  const engine = openSqlite(data('track.db'), { exclusive: true, create: false })
  try {
    await migrate(engine, { before: (version) => keepCopy(engine, data('track.db'), version) }, [
      ...migrations,
      {
        async up(db) {
          await sql`alter table items add column colour text`.execute(db)
          if (fails) throw new Error('half way')
        },
      },
    ])
  } finally {
    await engine.close()
  }
}

beforeEach(() => {
  home = newHome()
  mkdirSync(join(home.path, 'data'), { mode: 0o700 })
})
afterEach(async () => {
  await server?.stop('SIGKILL')
  server = undefined
  home.remove()
})

describe('a new version', () => {
  beforeEach(async () => {
    server = await serve(home.path)
    key = server.key
    await api(server, 'POST', '/api/items', { kind: 'todo', title: 'kept' })
    await server.stop()
  })

  it('keeps a copy of the database as it stood before', async () => {
    await upgrade()
    expect(copies()).toEqual([next])
    expect((statSync(data(next)).mode & 0o777).toString(8)).toBe('600')
    expect(shape(data('track.db')).columns).toContain('colour')
    expect(shape(data(next)).columns).not.toContain('colour')
    expect(shape(data(next)).titles).toEqual(['kept'])
  })

  it('changes nothing where it fails half way, and its next attempt keeps a newer copy', async () => {
    await expect(upgrade(true)).rejects.toThrow('half way')
    expect(shape(data('track.db'))).toEqual(shape(data(next)))
    server = await serve(home.path)
    await api({ ...server, key }, 'POST', '/api/items', { kind: 'todo', title: 'since' })
    await server.stop()
    writeFileSync(`${data(next)}.new`, 'left by a crash')
    await upgrade()
    expect(shape(data(next)).titles.toSorted()).toEqual(['kept', 'since'])
    expect(copies()).toEqual([next])
  })

  it('keeps none of a new database, nor where nothing changes', async () => {
    server = await serve(home.path)
    expect(copies()).toEqual([])
  })

  it('is not brought by a visit beside an older server, which would find its tables changed', async () => {
    const db = connect(data('track.db'))
    db.exec(`update schema_version set version = ${SCHEMA_VERSION - 1}`)
    db.close()
    expect(await local('user', 'list', '--local')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('the database is older than this program'),
    })
    expect((await local('backup', join(home.path, 'copy.db'))).code).toBe(0)
    expect(copies()).toEqual([])
  })
})

describe.each(EARLIER_SCHEMAS)('a database of schema %i', (schema) => {
  it('has the tables that the migrations up to there make', async () => {
    const engine = openSqlite(data('track.db'), { exclusive: true, create: true })
    await migrate(engine, undefined, migrations.slice(0, schema))
    await engine.close()
    writeFileSync(data('earlier.db'), earlierFile(schema))
    expect(tables(data('track.db'))).toEqual(tables(data('earlier.db')))
  })

  it('is brought up to date by the server, with all that it holds, and a copy is kept', async () => {
    writeFileSync(data('track.db'), earlierFile(schema))
    const before = shape(data('track.db'))
    server = await serve(home.path)
    expect(server.stdout()).not.toContain('created')
    expect(copies()).toEqual([`track.db.before-${String(schema + 1).padStart(4, '0')}`])
    expect(shape(data(copies()[0]!))).toEqual(before)
    expect(shape(data('track.db')).titles).toEqual(before.titles)
    const found = await local('doctor')
    for (const line of [
      `schema   version ${SCHEMA_VERSION}`,
      'database SQLite finds it sound',
      'journal  everything stands',
    ])
      expect(found.stdout).toContain(`ok    ${line}`)

    const rotated = await local('user', 'rotate', 'admin', '--local')
    const own = { ...server, key: /trk_\w+/.exec(rotated.stdout)![0] }
    const { items } = (await api(own, 'GET', '/api/items?status=all')).body as unknown as Page
    expect(items.map(({ title }) => title).toSorted()).toEqual(['File taxes', 'Milk', 'Sand it', 'Water the plants'])
    const { changes } = (await api(own, 'GET', '/api/changes?since=0')).body as unknown as Changes
    expect(changes.map(({ revision, op }) => [revision, op])).toEqual([
      [1, 'projects.add'],
      [2, 'features.add'],
      [3, 'items.add'],
      [4, 'items.update'],
      [5, 'items.add'],
      [6, 'items.done'],
      [7, 'batch.run'],
      [8, 'changes.undo'],
      [9, 'users.rotate'],
    ])
    expect(changes[3]!.items).toMatchObject([
      {
        before: { title: 'File taxes', priority: 3, tags: ['home'] },
        after: { title: 'File the taxes', priority: 1, tags: ['home'] },
      },
    ])
    expect((await api(own, 'GET', '/api/search?q=milk')).body).toMatchObject({ items: [{ title: 'Milk' }] })
    expect((await api(own, 'POST', '/api/undo', { revision: 6 })).body).toMatchObject({
      op: 'changes.undo',
      undoes: 6,
    })
    expect((await api(own, 'POST', '/api/undo', { revision: 8 })).body).toMatchObject({
      op: 'changes.redo',
      items: [{ after: { title: 'File the taxes' } }],
    })
  })
})

describe('a conversion that was interrupted', () => {
  /** Starts on a database of an earlier schema, and ends after so many steps. */
  async function interrupt(schema: number, steps: number, before = ''): Promise<void> {
    writeFileSync(data('track.db'), earlierFile(schema))
    change(before)
    const engine = openSqlite(data('track.db'), { exclusive: true, create: false })
    const progress = () => {
      if (--steps < 0) throw new Error('killed')
    }
    try {
      await expect(migrate(engine, { progress })).rejects.toThrow('killed')
    } finally {
      await engine.close()
    }
  }

  function change(statements: string): void {
    const db = connect(data('track.db'))
    db.exec(statements)
    db.close()
  }

  async function titles(): Promise<string[]> {
    server = await serve(home.path)
    expect((await local('doctor')).stdout).toContain('ok    journal  everything stands')
    const rotated = await local('user', 'rotate', 'admin', '--local')
    key = /trk_\w+/.exec(rotated.stdout)![0]
    const own = { ...server, key }
    const { items } = (await api(own, 'GET', '/api/items?status=all')).body as unknown as Page
    expect((await api(own, 'GET', '/api/search?q=milk')).body).toMatchObject({ items: [{ title: 'Milk' }] })
    return items.map(({ title }) => title).toSorted()
  }

  it.each([0, 1, 2])('goes on where it was, after %i steps', async (steps) => {
    await interrupt(7, steps)
    expect(await titles()).toEqual(['File taxes', 'Milk', 'Sand it', 'Water the plants'])
  })

  it('begins anew with a user who has written since, by the former program', async () => {
    await interrupt(7, 2)
    change(`
      update items set title = 'Sand it well', revision = 9 where title = 'Sand it';
      insert into journal (user_id, revision, at, client, op, kept, size)
        select id, 9, '2026-03-05T10:00:00.000Z', 'cli', 'items.update', 0, 50 from users where name = 'admin';
      insert into journal_differences (user_id, revision, entity, entity_id, before, after)
        select user_id, 9, 'item', id, '{"title":"Sand it","revision":3}',
          json_object('id', id, 'kind', kind, 'title', title, 'status', status, 'priority', priority,
            'project', project, 'feature', feature, 'created_at', created_at, 'updated_at', updated_at,
            'revision', revision, 'position', position) from items where title = 'Sand it well';
      update users set revision = 9 where name = 'admin'`)
    expect(await titles()).toEqual(['File taxes', 'Milk', 'Sand it well', 'Water the plants'])
  })

  it.each([1, 2])('goes on within a long journal, after %i steps', async (steps) => {
    await interrupt(
      18,
      steps,
      `with recursive n(i) as (select 9 union all select i + 1 from n where i < 5000)
        insert into journal (space_id, revision, part, at, client, op, kept, size, differences)
        select 1, i, 0, '2026-03-05T10:00:00.000Z', 'cli', 'me.update', 0, 0, '[]' from n;
      update spaces set revision = 5000, indexed_revision = 5000 where space_id = 1`,
    )
    expect(await titles()).toEqual(['File taxes', 'Milk', 'Sand it', 'Water the plants'])
    const { changes } = (await api({ ...server!, key }, 'GET', '/api/changes?before=5000')).body as unknown as Changes
    expect(changes.map(({ revision }) => revision)).toEqual(Array.from({ length: 200 }, (_, i) => 4999 - i))
    const db = connect(data('track.db'))
    expect(db.prepare('select count(*) as rows from journal').all()).toEqual([{ rows: 5001 }])
    db.close()
  })

  it('copies the journal of a space anew that was written to since, by the former program', async () => {
    await interrupt(18, 0)
    change(`
      update items set title = 'Sand it well', revision = 9 where title = 'Sand it';
      insert into journal (space_id, revision, part, at, client, op, kept, size, differences)
        select 1, 9, 0, '2026-03-05T10:00:00.000Z', 'cli', 'items.update', 0, 50, json_array(json_object(
          'id', id, 'before', json_object('title', 'Sand it', 'revision', 3), 'after', json_object(
            'kind', kind, 'title', title, 'status', status, 'priority', priority, 'project', project,
            'feature', feature, 'created_at', created_at, 'updated_at', updated_at, 'position', position
          ))) from items where title = 'Sand it well';
      insert into journal_entities select 1, id, 9, 0 from items where title = 'Sand it well';
      update spaces set revision = 9, text_bytes = text_bytes + 5 where space_id = 1`)
    expect(await titles()).toEqual(['File taxes', 'Milk', 'Sand it well', 'Water the plants'])
  })
})
