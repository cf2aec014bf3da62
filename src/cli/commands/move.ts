import type { MoveInput } from '#contract/types.ts'
import type { Item } from '#domain/fields.ts'
import { withSpaces } from '../cli.ts'
import { command, ITEMS, type ParsedArgs } from '../command.ts'
import { IDS_ARGUMENT, idsFromInput, idsOf } from '../input.ts'
import { idAndTitle } from '../items.ts'
import { oneOf, UsageError, textOption } from '../options.ts'
import { eachInOneWrite } from '../write.ts'

const TARGETS = ['top', 'up', 'down', 'bottom'] as const

const isTarget = (word: string) => (TARGETS as readonly string[]).includes(word)

interface MoveOptions {
  ids: string[]
  to: Omit<MoveInput, 'id'>
}

export const move = command<MoveOptions>({
  args: [IDS_ARGUMENT, ['[where]', TARGETS.join(', '), TARGETS]],
  readsInput: idsFromInput,
  options: [
    { flags: '--before <id>', description: 'before another item, taking its priority too', choices: [ITEMS] },
    { flags: '--after <id>', description: 'after another item, taking its priority too', choices: [ITEMS] },
  ],
  data: true,
  about: 'Several ids keep the order in which they are given, and are one write and one undo.',
  examples: ['track move t-1f3a top', 'track move t-1f3a t-77b0 --after t-9c02'],
  read: optionsOf,
  async run(cli, { ids, to }) {
    const isReversed = to.to === 'top' || to.to === 'down' || to.after !== undefined
    const order = isReversed ? ids.toReversed() : ids
    const { results, changed } = await eachInOneWrite<Item>(
      cli,
      'items.move',
      order.map((id) => ({ id, ...to })),
    )
    const named = cli.json ? results : await withSpaces(cli, results)
    const moved = named.map((item, i) => ({ item, changed: changed[i] }))
    if (isReversed) moved.reverse()
    if (cli.json) return cli.out.json(moved.length === 1 ? moved[0]!.item : { results: moved.map(({ item }) => item) })
    const where = to.to ?? (to.before ? `before ${to.before}` : `after ${to.after}`)
    for (const { item, changed: isMoved } of moved)
      cli.out.line(
        isMoved ? `moved ${where}: ${idAndTitle(item)}` : `nothing moved, it stands there already: ${idAndTitle(item)}`,
      )
  },
})

function optionsOf({ args, flags, input }: ParsedArgs): MoveOptions {
  const [before, after] = [textOption(flags, 'before'), textOption(flags, 'after')]
  const last = args.at(-1)!
  const beside = before ?? after
  const named = beside === undefined && args.length > 1 ? oneOf('where to', last, TARGETS) : undefined
  if (
    (named ?? beside) === undefined ||
    (before !== undefined && after !== undefined) ||
    (beside !== undefined && isTarget(last))
  )
    throw new UsageError(
      `say where to: one of ${TARGETS.join(', ')}, --before ID or --after ID`,
      'For example: track move t-1f3a top',
    )
  const ids = idsOf(named === undefined ? args : args.slice(0, -1), input)
  return { ids, to: { before, after, ...(named && { to: named }) } }
}
