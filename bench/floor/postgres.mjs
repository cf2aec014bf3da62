// The floor on PostgreSQL: node:http, one prepared query per route on a pool, JSON.stringify. /insert/N copies an
// item's row N times, each durable before the next. node postgres.mjs URL USER-ID DAY
import { createServer } from 'node:http'
import pg from 'pg'
import { FIELDS } from './database.mjs'

const [connectionString, user, day] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString, max: 8 })
const rowsOf = async (name, text, values) => (await pool.query({ name, text, values })).rows

const today = `select ${FIELDS} from items where user_id = $1 and seq in (
  select seq from items where user_id = $1 and open = 1 and due <= $2
  union select seq from items where user_id = $1 and status = 'doing'
  union select seq from items where user_id = $1 and open = 1 and priority <= 2 and due is null)
  order by priority, position, id`

const columns =
  'kind, pool, open, status, priority, position, title, due, tags, notes, created_at, updated_at, revision'
let made = 0

async function insert(count) {
  const [sample] = await rowsOf(
    'sample',
    `select ${columns} from items where user_id = $1 and open = 1 and kind = 'todo'
     order by priority, position desc limit 1`,
    [user],
  )
  const values = Object.values(sample)
  const parameters = values.map((_, i) => `$${i + 3}`).join()
  const text = `insert into items (user_id, id, ${columns}) values ($1, $2, ${parameters})`
  const client = await pool.connect()
  const times = []
  for (let i = 0; i < count; i++) {
    const from = performance.now()
    await client.query({ name: 'insert', text, values: [user, `t-floor-${made++}`, ...values] })
    times.push(performance.now() - from)
  }
  client.release()
  return times
}

const answers = {
  item: async (id) =>
    JSON.stringify((await rowsOf('item', `select ${FIELDS} from items where user_id = $1 and id = $2`, [user, id]))[0]),
  list: async (limit) =>
    JSON.stringify(
      await rowsOf(
        'list',
        `select ${FIELDS} from items where user_id = $1 and open = 1 order by priority, position, id limit $2`,
        [user, limit],
      ),
    ),
  today: async () => JSON.stringify(await rowsOf('today', today, [user, day])),
  insert: async (count) => JSON.stringify(await insert(Number(count))),
  one: async () => JSON.stringify(await rowsOf('one', 'select revision from users where id = $1', [user])),
}

const server = createServer((request, response) => void answer(request, response))

async function answer(request, response) {
  const [, name, argument] = request.url.split('/')
  response.end(await answers[name](argument))
}
server.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`))
process.on('SIGTERM', () => process.exit(0))
