import type { Item } from '#domain/fields.ts'
import { isKind, KIND, POOLS } from '#domain/kinds.ts'
import { type Cli, enterDefaultSpace, withSpaces } from '../cli.ts'
import { command, PROJECTS } from '../command.ts'
import { priorityPiece } from '../items.ts'
import { createOut } from '../out.ts'
import { readLine } from '../prompt.ts'
import { crossesPriority, rankedFirst, readRanks } from '../rank-input.ts'
import { UsageError } from '../options.ts'
import { openItems } from './list.ts'

export const rank = command<string>({
  args: [['<pool>', 'todos, chores, shopping, groceries, or a project', [...POOLS, PROJECTS]]],
  data: true,
  about:
    'Prints the list and takes the numbers in their new order, from the terminal or a pipe; those left out follow. ' +
    'Enter alone keeps the order.',
  examples: ['track rank todos', 'echo 3 1 2 | track rank kitchen-reno'],
  read({ args: [pool = ''] }) {
    if (!isKind(pool)) return pool
    const named = KIND[pool].pool
    if (named) return named
    throw new UsageError('tasks are ordered inside their project', 'For example: track rank kitchen-reno')
  },
  async run(cli, pool) {
    await enterDefaultSpace(cli, pool)
    const track = await cli.track()
    const items = await openItems(track, pool)
    if (!items.length && !KINDS_POOLS.has(pool)) await track.projects.get({ slug: pool })
    if (!items.length) return cli.json ? cli.out.json({ items }) : cli.notify('There is nothing to order.')
    const screen = cli.json ? cli.environment.stderr : cli.environment.stdout
    await printOrder(cli, `current order (${pool}):`, items)
    screen.write('new order: ')
    const line = await readLine(cli.environment.stdin)
    if (!cli.environment.stdin.isTTY || line === null) screen.write('\n')

    const indexes = readRanks(line ?? '', items.length)
    const asked = rankedFirst(items, indexes)
    if (asked.every((item, i) => item === items[i])) {
      if (cli.json) cli.out.json({ items })
      return cli.notify('the order is as before')
    }
    if (crossesPriority(asked))
      cli.notify('note: priority stays the first key, so the order applies inside each priority; track pri changes it')
    const answer = await track.order.set({ pool, ids: indexes.map((index) => items[index]!.id) })
    if (cli.json) return cli.out.json(answer)
    await printOrder(cli, `new order (${pool}):`, byPriority(asked))
  },
})

/** Priority stays the first key. */
const byPriority = (items: readonly Item[]): Item[] => items.toSorted((a, b) => a.priority - b.priority)

const KINDS_POOLS = new Set<string | null>(Object.values(KIND).map(({ pool }) => pool))

async function printOrder(cli: Cli, heading: string, items: Item[]): Promise<void> {
  const out = cli.json ? createOut({ ...cli.environment, stdout: cli.environment.stderr }) : cli.out
  const digits = Math.max(2, String(items.length).length)
  out.line(heading)
  await out.table(
    [{}, { dropOrder: 1 }, { share: 1, minWidth: 16 }],
    (await withSpaces(cli, items)).map((item, i) => [
      `${String(i + 1).padStart(digits)}. ${item.id}`,
      priorityPiece(item),
      item.title,
    ]),
    { alwaysAligned: true },
  )
}
