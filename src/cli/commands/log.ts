import { describeWrite } from '#contract/sentences.ts'
import type { Change, ChangesInput } from '#contract/types.ts'
import { firstOperation, formatWrite } from '../changes.ts'
import { type Cli, learnCurrency } from '../cli.ts'
import { command, ITEMS } from '../command.ts'
import type { Piece } from '../style.ts'
import { integerOption } from '../options.ts'

const DEFAULT_LIMIT = 20

export const log = command<ChangesInput>({
  args: [['[id]', "only this item's history", [ITEMS]]],
  options: [{ flags: '--limit <n>', description: `at most so many writes; ${DEFAULT_LIMIT} without it` }],
  data: true,
  paged: true,
  about:
    'Lists writes, newest first: time, client, number, and what was done. ' +
    'To undo one of them, give its number: track undo --revision NUMBER',
  examples: ['track log', 'track log c-12ab', 'track log --limit 100 --json'],
  read: ({ args: [item], flags }) => ({ item, limit: integerOption(flags, 'limit', 1, 1000) ?? DEFAULT_LIMIT }),
  async run(cli, input) {
    const track = await cli.track()
    const found = await track.changes.list(input)
    if (cli.json) return cli.out.json(found)
    if (!found.changes.length) return cli.notify('Nothing was written yet.')
    await learnCurrency(cli, found.changes)
    const journal = [...found.changes]
    const rows: Piece[][] = []
    for (const change of found.changes) rows.push(toRow(cli, change, await firstOperation(change, journal, track)))
    await cli.out.table([{}, { dropOrder: 1 }, { right: true }, { share: 1 }], rows)
    if (found.more) cli.notify('… and more; raise --limit')
  },
})

function toRow(cli: Cli, change: Change, firstOp: string | undefined): Piece[] {
  const { at, client, revision, undone, undoes } = change
  const description = describeWrite(change, firstOp)
  const what = `${description.undo ? `${description.undo} ${undoes}: ` : ''}${formatWrite(description, cli.dates())}`
  const style = undone ? 'dim' : undefined
  return [
    { text: cli.dates().instant(at), style: 'dim' },
    { text: client, style: 'dim' },
    { text: String(revision), style: 'dim' },
    { text: undone ? `${what} · undone` : what, style },
  ]
}
