import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Database, postgresDatabase } from '#testing/databases.ts'

const BATCH_MS = 15
let database: Database
/** What the second node has heard; null: of unknown users. */
let heard: (string | null)[]

beforeEach(async () => {
  database = await postgresDatabase(2)
  heard = []
  database.nodes[1]!.onRemoteChange((userIds) => heard.push(...(userIds ?? [null])))
  await expect.poll(() => heard).toEqual([null]) // it listens
  heard = []
})
afterEach(() => database.remove())

const publish = (...userIds: string[]) => database.nodes[0].publishChange(userIds)
const follow = async (userId: string) => {
  database.nodes[1]!.followOwner(userId)
  await expect.poll(() => heard).toContain(userId) // what was missed up to now
  heard = []
}

it('a node hears of owners whom it follows, and of few others', async () => {
  const [followed, ...others] = Array.from({ length: 200 }, () => randomUUID())
  await follow(followed!)
  for (const id of others) {
    publish(id)
    await pause(BATCH_MS)
  }
  publish(followed!)
  await expect.poll(() => heard).toContain(followed)
  expect(heard.length).toBeLessThan(20)
})

it('a node hears of all owners whom it follows, however many are written at once', async () => {
  const owners = Array.from({ length: 500 }, () => randomUUID())
  for (const id of owners) database.nodes[1]!.followOwner(id)
  await expect.poll(() => new Set(heard).size).toBe(owners.length)
  heard = []
  publish(...owners)
  await expect.poll(() => new Set(heard)).toEqual(new Set(owners))
})

it('a node hears of changed keys, whomever it follows, and no more of those whom it has left', async () => {
  const left = randomUUID()
  await follow(left)
  database.nodes[1]!.unfollowOwner(left)
  publish(left)
  await pause(BATCH_MS)
  database.nodes[0].publishChange(null)
  await expect.poll(() => heard).toEqual([null])
})

it('a node whose connection was lost follows the same owners on a new one', async () => {
  const owner = randomUUID()
  await follow(owner)
  const [node] = database.nodes
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen %'
    and datname = current_database()`.execute(node.read)
  await expect.poll(() => heard, { timeout: 5000 }).toEqual([null]) // connected again
  publish(owner)
  await expect.poll(() => heard).toContain(owner)
})
