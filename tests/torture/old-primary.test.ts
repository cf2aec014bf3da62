import { afterAll, beforeAll, expect, it } from 'vitest'
import { executeSql } from '#testing/postgres.ts'
import { api, newHome, serve, type Server } from '../program/run.ts'
import { type Cluster, startCluster } from './cluster.ts'
import { startRelay } from './primary-proxy.ts'

const NOTICED_MS = 10_000
let cluster: Cluster
let relay: Awaited<ReturnType<typeof startRelay>>
let home: ReturnType<typeof newHome>
let node: Server

beforeAll(async () => {
  cluster = await startCluster()
  relay = await startRelay()
  relay.leadTo(cluster.primary.url)
  home = newHome()
  node = await serve(home.path, { TRACK_DATABASE_URL: `postgres://track@127.0.0.1:${relay.port}/postgres` })
}, 30_000)
afterAll(async () => {
  await node.stop('SIGKILL')
  await relay.close()
  await cluster.stop()
  home.remove()
})

const me = () => api(node, 'GET', '/api/me')
const becomes = (expected: object) => expect.poll(me, { timeout: NOTICED_MS }).toMatchObject(expected)
const unavailable = (reason: string) => ({ status: 503, body: { detail: expect.stringContaining(reason) } })

it('a node that is led to a standby answers 503 until it reaches the primary again', async () => {
  expect((await me()).status).toBe(200)
  relay.leadTo(cluster.standby.url)
  await becomes(unavailable('the database is a standby'))
  expect(await api(node, 'POST', '/api/items', { kind: 'todo', title: 'x' })).toMatchObject(unavailable('a standby'))
  relay.leadTo(cluster.primary.url)
  await becomes({ status: 200 })
})

it('an old primary that goes on answering is left once another one is found, and not returned to', async () => {
  await executeSql(cluster.primary.url, "alter system set synchronous_standby_names = ''")
  await executeSql(cluster.primary.url, 'select pg_reload_conf()')
  await cluster.promote()
  await executeSql(cluster.standby.url, "update users set name = 'promoted'")
  relay.leadTo(cluster.standby.url, true) // what is connected stays connected to the old one
  await becomes({ body: { name: 'promoted' } })
  relay.leadTo(cluster.primary.url)
  await becomes(unavailable('another one has replaced'))
})

it('a commit that stops waiting for the standby is not acknowledged', async () => {
  relay.leadTo(cluster.standby.url)
  await becomes({ status: 200 })
  const url = cluster.standby.url
  await executeSql(url, "alter system set synchronous_standby_names = 'nobody'")
  await executeSql(url, 'select pg_reload_conf()')
  const cancel = `select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'`
  const cancelling = setInterval(() => void executeSql(url, cancel), 50)
  const answer = await api(node, 'POST', '/api/items', { kind: 'todo', title: 'on one server only' })
  clearInterval(cancelling)
  expect(answer).toMatchObject(unavailable('not known whether the write was kept'))
})
