import type { MoveInput } from '#contract/types.ts'
import type { Item } from '#domain/fields.ts'
import { command } from '../command.ts'
import { named } from '../items.ts'
import { oneOf, Usage, words } from '../usage.ts'
import { eachInOneWrite } from '../write.ts'

const WAYS = ['top', 'up', 'down', 'bottom'] as const

export const move = command<MoveInput>({
  args: [
    ['<id>', 'an id or a clear beginning of it'],
    ['[where]', WAYS.join(', '), WAYS],
  ],
  options: [
    { flags: '--before <id>', says: 'before another item, taking its priority too' },
    { flags: '--after <id>', says: 'after another item, taking its priority too' },
  ],
  data: true,
  examples: ['track move t-1f3a top', 'track move t-1f3a --after t-9c02'],
  read({ args: [id = '', where], flags }) {
    const [before, after] = [words(flags, 'before'), words(flags, 'after')]
    if ([where, before, after].filter((way) => way !== undefined).length !== 1) {
      throw new Usage(
        `say where to: one of ${WAYS.join(', ')}, --before ID or --after ID`,
        'For example: track move t-1f3a top',
      )
    }
    return { id, before, after, ...(where !== undefined && { to: oneOf('where to', where, WAYS) }) }
  },
  async run(cli, input) {
    const {
      results: [item],
      changed,
    } = await eachInOneWrite<Item>(cli, 'items.move', [input], (one) => one)
    if (cli.json) return cli.out.json(item)
    const where = input.to ?? (input.before ? `before ${input.before}` : `after ${input.after}`)
    cli.out.line(
      changed[0] ? `moved ${where}: ${named(item!)}` : `nothing moved, it stands there already: ${named(item!)}`,
    )
  },
})
