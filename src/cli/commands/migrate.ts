import { command } from '../command.ts'
import { UsageError } from '../options.ts'

export const migrate = command<string>({
  options: [{ flags: '--to <url>', description: 'an empty database, postgres://user:password@host/database' }],
  keyless: true,
  about:
    "Moves this machine's SQLite database to PostgreSQL and compares the two row by row. Stop the server first. " +
    'The SQLite file stays as it is.',
  examples: ['track migrate --to postgres://track:secret@db.example.com/track'],
  read({ flags: { to } }) {
    if (!to)
      throw new UsageError('--to is missing', 'Name an empty PostgreSQL: --to postgres://user:password@host/database')
    return String(to)
  },
  async run({ environment, out }, to) {
    const counts = new Map<string, number>()
    const live = environment.stderr.isTTY ?? false
    await environment.moveToPostgres(to, (table, rows) => {
      counts.set(table, rows)
      if (live) environment.stderr.write(`\r${table}: ${rows}\u001b[K`)
    })
    if (live) environment.stderr.write('\r\u001b[K')
    out.line(
      `moved and compared: ${[...counts].map(([table, rows]) => `${rows} ${table.replaceAll('_', ' ')}`).join(', ')}`,
    )
    out.message('Set TRACK_DATABASE_URL to this address, then start the server.')
  },
})
