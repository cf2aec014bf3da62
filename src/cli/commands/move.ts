import type { MoveInput } from '#contract/types.ts'
import type { Item } from '#domain/fields.ts'
import { command } from '../command.ts'
import { idAndTitle } from '../items.ts'
import { oneOf, UsageError, textOption } from '../options.ts'
import { eachInOneWrite } from '../write.ts'

const TARGETS = ['top', 'up', 'down', 'bottom'] as const

export const move = command<MoveInput>({
  args: [
    ['<id>', 'an id or a clear beginning of it'],
    ['[where]', TARGETS.join(', '), TARGETS],
  ],
  options: [
    { flags: '--before <id>', description: 'before another item, taking its priority too' },
    { flags: '--after <id>', description: 'after another item, taking its priority too' },
  ],
  data: true,
  examples: ['track move t-1f3a top', 'track move t-1f3a --after t-9c02'],
  read({ args: [id = '', where], flags }) {
    const [before, after] = [textOption(flags, 'before'), textOption(flags, 'after')]
    if ([where, before, after].filter((target) => target !== undefined).length !== 1) {
      throw new UsageError(
        `say where to: one of ${TARGETS.join(', ')}, --before ID or --after ID`,
        'For example: track move t-1f3a top',
      )
    }
    return { id, before, after, ...(where !== undefined && { to: oneOf('where to', where, TARGETS) }) }
  },
  async run(cli, input) {
    const {
      results: [item],
      changed,
    } = await eachInOneWrite<Item>(cli, 'items.move', [input])
    if (cli.json) return cli.out.json(item)
    const where = input.to ?? (input.before ? `before ${input.before}` : `after ${input.after}`)
    cli.out.line(
      changed[0]
        ? `moved ${where}: ${idAndTitle(item!)}`
        : `nothing moved, it stands there already: ${idAndTitle(item!)}`,
    )
  },
})
