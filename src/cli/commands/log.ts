import { describeWrite, type WriteDescription } from '#contract/sentences.ts'
import type { Change, Changes } from '#contract/types.ts'
import { poolOfId } from '#domain/kinds.ts'
import { firstOperation, formatWrite } from '../changes.ts'
import { type Cli, enterDefaultSpace, learnCurrency, learnSpaces } from '../cli.ts'
import { command, ITEMS, MEMBERS } from '../command.ts'
import type { Piece } from '../style.ts'
import { filterOption, integerOption } from '../options.ts'

const DEFAULT_LIMIT = 20
/** Of one request. */
const MAX_LIMIT = 1000

interface LogOptions {
  item?: string
  limit?: number
  since?: string
  client?: string
  by?: string
}

export const log = command<LogOptions>({
  args: [['[id]', "only this item's history", [ITEMS]]],
  options: [
    { flags: '--since <date>', description: 'from that day on: monday, yesterday, jun 1' },
    { flags: '--client <name>', description: 'written through it', choices: ['cli', 'web', 'mcp', 'import', 'api'] },
    { flags: '--by <name>', description: 'written by that user', choices: [MEMBERS] },
    { flags: '--limit <n>', description: `at most so many writes; ${DEFAULT_LIMIT} without it or --since` },
  ],
  data: true,
  paged: true,
  about:
    'Lists writes, newest first: time, client (in a shared space after who wrote), number, and what was done. ' +
    'To undo one of them, give its number: track undo --revision NUMBER',
  examples: ['track log', 'track log c-12ab', 'track log --since monday --client web', 'track log --limit 100 --json'],
  read: ({ args: [item], flags }) => ({
    item,
    limit: integerOption(flags, 'limit', 1, 1_000_000),
    since: filterOption(flags, 'since'),
    client: filterOption(flags, 'client'),
    by: filterOption(flags, 'by'),
  }),
  async run(cli, options) {
    await enterDefaultSpace(cli, poolOfId(options.item ?? ''))
    const track = await cli.track()
    const found = await changesOf(cli, options)
    if (cli.json) return cli.out.json(found)
    if (!found.changes.length) return cli.notify(isNarrowed(options) ? 'Nothing matches.' : 'Nothing was written yet.')
    await learnCurrency(cli, found.changes)
    const journal = [...found.changes]
    const prefixOf = await learnSpaces(cli, [])
    const rows: Piece[][] = []
    for (const change of found.changes) {
      const description = describeWrite(change, await firstOperation(change, journal, track))
      rows.push(toRow(cli, change, description, prefixOf))
    }
    await cli.out.table([{}, { dropOrder: 1 }, { right: true }, { share: 1 }], rows)
    if (found.more) cli.notify('… and more; raise --limit')
  },
})

const isNarrowed = ({ since, client, by }: LogOptions) => (since ?? client ?? by) !== undefined

async function changesOf(cli: Cli, { since, ...options }: LogOptions): Promise<Changes> {
  const track = await cli.track()
  const { limit = since === undefined ? DEFAULT_LIMIT : undefined } = options
  if (!isNarrowed({ since, ...options }) && limit !== undefined && limit <= MAX_LIMIT)
    return track.changes.list({ item: options.item, limit })
  const [{ readJournal }, { readSince }] = await Promise.all([import('#contract/journal.ts'), import('../journal.ts')])
  const dates = cli.dates()
  const day = since === undefined ? undefined : readSince(since, dates.today)
  return readJournal(track, { ...options, limit, since: day }, dates)
}

function toRow(
  cli: Cli,
  { at, by, client, revision, undone, undoes, linked, items }: Change,
  description: WriteDescription,
  prefixOf: (item: { id: string }) => string,
): Piece[] {
  const done = description.undo ? `${description.undo} ${undoes}: ` : ''
  const where = linked ? ` ${items?.[0]?.after ? 'from' : 'to'} ${linked.space}` : ''
  const what = `${done}${formatWrite(description, cli.dates(), prefixOf)}${where}`
  const style = undone ? 'dim' : undefined
  return [
    { text: cli.dates().instant(at), style: 'dim' },
    { text: cli.space === undefined ? client : `${by} ${client}`, style: 'dim' },
    { text: String(revision), style: 'dim' },
    { text: undone ? `${what} · undone` : what, style },
  ]
}
