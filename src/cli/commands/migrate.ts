import { command } from '../command.ts'
import { Usage } from '../usage.ts'

export const migrate = command<string>({
  options: [{ flags: '--to <url>', says: 'an empty database, postgres://user:password@host/database' }],
  about:
    "Moves this machine's SQLite database to PostgreSQL and compares the two row by row. Stop the server first. The SQLite file stays as it is.",
  examples: ['track migrate --to postgres://track:secret@db.example.com/track'],
  read({ flags: { to } }) {
    if (!to) throw new Usage('--to is missing', 'Name an empty PostgreSQL: --to postgres://user:password@host/database')
    return String(to)
  },
  async run({ world, out }, to) {
    const counts = new Map<string, number>()
    const live = world.stderr.isTTY ?? false
    await world.moveTo(to, (table, rows) => {
      counts.set(table, rows)
      if (live) world.stderr.write(`\r${table}: ${rows}\u001b[K`)
    })
    if (live) world.stderr.write('\r\u001b[K')
    out.line(
      `moved and compared: ${[...counts].map(([table, rows]) => `${rows} ${table.replaceAll('_', ' ')}`).join(', ')}`,
    )
    out.say('Set TRACK_DATABASE_URL to this address, then start the server.')
  },
})
