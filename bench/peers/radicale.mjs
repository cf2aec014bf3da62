import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { cleanEnvironment, onServerCore } from '../processes.mjs'
import { exchangeWith } from './exchange.mjs'
import { addedItem } from './items.mjs'

const START_MS = 10_000
const POLL_MS = 50
const COLLECTION = '/bench/todos/'

/** Radicale over CalDAV, as a calendar program uses it; a feed is the whole collection by GET. */
export const radicale = {
  name: 'Radicale, CalDAV',
  install: 'apt-get install radicale',
  version: () => spawnSync('radicale', ['--version'], { encoding: 'utf8' }).stdout?.trim(),
  async start(folder, items) {
    const port = await freePort()
    mkdirSync(folder, { recursive: true })
    const config = join(folder, 'config')
    writeFileSync(
      config,
      `[server]\nhosts = 127.0.0.1:${port}\nmax_content_length = 100000000\ntimeout = 600\n[auth]\ntype = none\n` +
        `[storage]\nfilesystem_folder = ${join(folder, 'collections')}\n[logging]\nlevel = error\n`,
    )
    const [command, ...args] = onServerCore(['radicale', '--config', config])
    const child = spawn(command, args, { env: cleanEnvironment(folder), stdio: ['ignore', 'ignore', 'inherit'] })
    const stop = () => void child.kill()
    process.once('exit', stop)
    const authorization = `Basic ${Buffer.from('bench:bench').toString('base64')}` // any name is taken
    const ask = exchangeWith(`http://127.0.0.1:${port}`, { authorization })
    await untilItAnswers(ask)
    const put = (path, todos) => ask('PUT', COLLECTION + path, calendarOf(todos), { 'content-type': 'text/calendar' })
    const report = (body) => ask('REPORT', COLLECTION, body, { depth: '1', 'content-type': 'application/xml' })
    let added = 0
    let completed = 0
    return {
      actions: {
        import: () => put('', items.map(toVtodo)),
        add: () => put(`added-${added}.ics`, [toVtodo({ ...addedItem(), number: `added-${added++}` })]),
        list: () => report(queryOf('')),
        today: () => report(queryOf(timeRangeUntilTomorrow())),
        complete: () => put(`added-${completed}.ics`, [toCompleted(`added-${completed++}`)]),
        feed: () => ask('GET', COLLECTION),
      },
      stop,
    }
  },
}

async function untilItAnswers(ask) {
  for (const until = Date.now() + START_MS; ;) {
    try {
      return void (await ask('PROPFIND', '/bench/')) // makes the user's collections
    } catch (error) {
      if (Date.now() > until) throw error
      await new Promise((soon) => setTimeout(soon, POLL_MS))
    }
  }
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => done(port))
    })
  })
}

const toVtodo = ({ number, title, due, priority, tags }) => [
  'BEGIN:VTODO',
  `UID:${number}`,
  'DTSTAMP:20260101T000000Z',
  `SUMMARY:${title}`,
  `DUE;VALUE=DATE:${due.replaceAll('-', '')}`,
  `PRIORITY:${priority}`,
  `CATEGORIES:${tags}`,
  'STATUS:NEEDS-ACTION',
  'END:VTODO',
]
const toCompleted = (number) =>
  toVtodo({ ...addedItem(), number }).map((line) => (line.startsWith('STATUS:') ? 'STATUS:COMPLETED' : line))
const calendarOf = (todos) =>
  `${['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//bench//EN', ...todos.flat(), 'END:VCALENDAR'].join('\r\n')}\r\n`

function timeRangeUntilTomorrow() {
  const tomorrow = addedItem().due.replaceAll('-', '')
  return `<C:time-range start="19700101T000000Z" end="${tomorrow}T000000Z"/>`
}

/** A calendar-query (RFC 4791, 7.8) of todos with their data. */
const queryOf = (filter) =>
  '<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">' +
  '<D:prop><D:getetag/><C:calendar-data/></D:prop><C:filter><C:comp-filter name="VCALENDAR">' +
  `<C:comp-filter name="VTODO">${filter}</C:comp-filter></C:comp-filter></C:filter></C:calendar-query>`
