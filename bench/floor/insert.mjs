// The floor of writes: copies an item's row in a loop, each insert durable before the next.
// node insert.mjs DATABASE USER-ID; reads numbers of inserts from standard input, prints their milliseconds as JSON.
import { createInterface } from 'node:readline'
import { open } from './database.mjs'

const [path, user] = process.argv.slice(2)
const database = open(path)
const columns =
  'kind, pool, open, status, priority, position, title, due, tags, notes, created_at, updated_at, revision'
const sample = database
  .prepare(
    `select ${columns} from items where user_id = ? and open = 1 and kind = 'todo'
     order by priority, position desc limit 1`,
  )
  .get(user)
const values = Object.values(sample)
const insert = database.prepare(
  `insert into items (user_id, id, ${columns}) values (?, ?${', ?'.repeat(values.length)})`,
)

let made = 0
for await (const line of createInterface({ input: process.stdin })) {
  const times = []
  for (let i = 0; i < Number(line); i++) {
    const from = performance.now()
    insert.run(user, `t-floor-${made++}`, ...values)
    times.push(performance.now() - from)
  }
  console.log(JSON.stringify(times))
}
