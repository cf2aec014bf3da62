// The floor of writes without HTTP: adds a todo in a loop, each durable before the next. The first argument of each
// line of standard input is the way (floor/adds.mjs), the second how many; prints their milliseconds as JSON.
// node insert.mjs DATABASE USER-ID
import { createInterface } from 'node:readline'
import { prepareAdds } from './adds.mjs'
import { open } from './database.mjs'

const [path, user] = process.argv.slice(2)
const database = open(path)
const adds = prepareAdds(database, user)

for await (const line of createInterface({ input: process.stdin })) {
  const [way, count] = line.split(' ')
  const times = []
  for (let i = 0; i < Number(count); i++) {
    const from = performance.now()
    database.exec('begin immediate')
    adds[way]({ title: `Call number ${i} about the shelf`, tags: ['calls'] })
    database.exec('commit')
    times.push(performance.now() - from)
  }
  console.log(JSON.stringify(times))
}
