// The floor of reads: node:http, one prepared statement per route, JSON.stringify. No key, no validation, no router.
// node server.mjs DATABASE USER-ID DAY
import { createServer } from 'node:http'
import { FIELDS, open } from './database.mjs'

const [path, user, day] = process.argv.slice(2)
const database = open(path)
const { space_id: space } = database.prepare('select space_id from users where id = ?').get(user)
const prepare = (sql) => database.prepare(sql)

const item = prepare(`select ${FIELDS} from items where space_id = ? and id = ?`)
/** All have a due date, by which lists are sorted. */
const list = prepare(
  `select ${FIELDS} from items where space_id = ? and open = 1 and due is not null
  order by due, priority, position, id limit ?`,
)
const today = prepare(`select ${FIELDS.replaceAll(/\w+/g, 'i.$&')} from (
  select seq from items where space_id = ?1 and open = 1 and due <= ?2
  union select seq from items where space_id = ?1 and status = 'doing'
  union select seq from items where space_id = ?1 and open = 1 and priority <= 2 and due is null)
  join items i using (seq) order by priority, position, id`)
const events = prepare(`select ${FIELDS} from items where space_id = ? and open = 1 and due is not null`)

const PRIORITY = [0, 1, 3, 5, 7, 9]
const dashless = (text) => text.replaceAll('-', '')
const nextDay = (day) => dashless(new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10))
const stamp = (instant) => `${dashless(instant.slice(0, 10))}T${instant.slice(11, 19).replaceAll(':', '')}Z`

/** Concatenates lines, without escaping and folding. */
function feed() {
  let text =
    'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Track//Track//EN\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n' +
    'NAME:Track (bench)\r\nX-WR-CALNAME:Track (bench)\r\n' +
    'REFRESH-INTERVAL;VALUE=DURATION:PT15M\r\nX-PUBLISHED-TTL:PT15M\r\n'
  for (const {
    id,
    created_at,
    updated_at,
    revision,
    due,
    title,
    notes,
    recipient,
    project,
    estimate,
    every,
    tags,
    priority,
  } of events.all(space)) {
    const details = [
      recipient && `For ${recipient}`,
      project && `Project: ${project}`,
      estimate && `Estimate: ${estimate}m`,
      every && `Repeats ${every}`,
    ]
      .filter(Boolean)
      .join('\\n')
    const description = [notes, details].filter(Boolean).join('\\n\\n')
    const updated = stamp(updated_at)
    text +=
      `BEGIN:VEVENT\r\nUID:${id}.${user}@track\r\nDTSTAMP:${updated}\r\nCREATED:${stamp(created_at)}\r\n` +
      `LAST-MODIFIED:${updated}\r\nSEQUENCE:${revision}\r\nDTSTART;VALUE=DATE:${dashless(due)}\r\n` +
      `DTEND;VALUE=DATE:${nextDay(due)}\r\nSUMMARY:${title}\r\n` +
      `${description ? `DESCRIPTION:${description}\r\n` : ''}CATEGORIES:${JSON.parse(tags).join()}\r\n` +
      `PRIORITY:${PRIORITY[priority]}\r\nSTATUS:CONFIRMED\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\n`
  }
  return `${text}END:VCALENDAR\r\n`
}

const answers = {
  item: (id) => JSON.stringify(item.get(space, id)),
  list: (limit) => JSON.stringify(list.all(space, Number(limit))),
  today: () => JSON.stringify(today.all(space, day)),
  feed,
  hello: () => 'hello',
}

const server = createServer((request, response) => {
  const [, name, argument] = request.url.split('/')
  response.end(answers[name](argument))
})
server.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`))
process.on('SIGTERM', () => process.exit(0))
