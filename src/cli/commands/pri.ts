import type { Item } from '#domain/fields.ts'
import { command } from '../command.ts'
import { idAndTitle, priorityPiece } from '../items.ts'
import { parsePriority } from '../options.ts'
import { eachInOneWrite } from '../write.ts'

export const pri = command<{ id: string; priority: number }>({
  args: [
    ['<id>', 'an id or a clear beginning of it'],
    ['<priority>', '1 (highest) to 5'],
  ],
  data: true,
  examples: ['track pri t-1f3a 1'],
  read: ({ args: [id = '', level = ''] }) => ({ id, priority: parsePriority(level) }),
  async run(cli, input) {
    const {
      results: [item],
      changed,
    } = await eachInOneWrite<Item>(cli, 'items.update', [input])
    if (cli.json) return cli.out.json(item)
    cli.out.line(changed[0] ? '' : 'already ', priorityPiece(item!), ` ${idAndTitle(item!)}`)
  },
})
