// The floor on PostgreSQL: node:http, one prepared query per route on a pool, JSON.stringify. POST /add adds a todo's
// row, /insert/N does so N times, each durable before the next. node postgres.mjs URL USER-ID DAY
import { createServer } from 'node:http'
import pg from 'pg'
import { FIELDS } from './database.mjs'

const [connectionString, user, day] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString, max: 8 })
const rowsOf = async (name, text, values) => (await pool.query({ name, text, values })).rows

const today = `select ${FIELDS} from items where space_id = $1 and seq in (
  select seq from items where space_id = $1 and open = 1 and due <= $2
  union select seq from items where space_id = $1 and status = 'doing'
  union select seq from items where space_id = $1 and open = 1 and priority <= 2 and due is null)
  order by priority, position, id`

const [{ space_id: space }] = (await pool.query('select space_id from users where id = $1', [user])).rows
const { seq: _, ...sample } = (
  await pool.query("select * from items where space_id = $1 and open = 1 and kind = 'todo' limit 1", [space])
).rows[0]
const columns = Object.keys(sample)
const insertText = `insert into items (${columns.join()}) values (${columns.map((_, i) => `$${i + 1}`).join()})`
let made = 0

/** Adds a todo, durable on return; returns its row. */
async function add(client, { title, tags }) {
  const id = `t-floor-${made++}`
  const row = { ...sample, id, position: `${sample.position}${id}`, title, tags: JSON.stringify(tags) }
  await client.query({ name: 'insert', text: insertText, values: Object.values(row) })
  return row
}

/** The loop without HTTP: the milliseconds of adds one after another. */
async function insert(count) {
  const client = await pool.connect()
  const times = []
  for (let i = 0; i < count; i++) {
    const from = performance.now()
    await add(client, { title: `Call number ${i} about the shelf`, tags: ['calls'] })
    times.push(performance.now() - from)
  }
  client.release()
  return times
}

const answers = {
  item: async (id) =>
    JSON.stringify(
      (await rowsOf('item', `select ${FIELDS} from items where space_id = $1 and id = $2`, [space, id]))[0],
    ),
  list: async (limit) =>
    JSON.stringify(
      await rowsOf(
        'list',
        `select ${FIELDS} from items where space_id = $1 and open = 1 and due is not null
        order by due, priority, position, id limit $2`,
        [space, limit],
      ),
    ),
  today: async () => JSON.stringify(await rowsOf('today', today, [space, day])),
  insert: async (count) => JSON.stringify(await insert(Number(count))),
  one: async () => JSON.stringify(await rowsOf('one', 'select revision from spaces where space_id = $1', [space])),
}

const server = createServer((request, response) => {
  if (request.method === 'POST') return void answerAdd(request, response)
  const [, name, argument] = request.url.split('/')
  void answers[name](argument).then((text) => response.end(text))
})

async function answerAdd(request, response) {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  const text = JSON.stringify(await add(pool, JSON.parse(Buffer.concat(chunks).toString())))
  response.writeHead(201, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text)
}

server.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`))
process.on('SIGTERM', () => process.exit(0))
