import type { Item } from '#domain/fields.ts'
import { withSpaces } from '../cli.ts'
import { command } from '../command.ts'
import { IDS_ARGUMENT, idsFromInput, idsOf } from '../input.ts'
import { idAndTitle, priorityPiece } from '../items.ts'
import { parsePriority } from '../options.ts'
import { eachInOneWrite } from '../write.ts'

export const pri = command<{ id: string; priority: number }[]>({
  args: [IDS_ARGUMENT, ['<priority>', '1 (highest) to 5']],
  readsInput: idsFromInput,
  data: true,
  about: 'Several ids are one write and one undo.',
  examples: ['track pri t-1f3a 1', 'track pri t-1f3a t-9c02 2'],
  read({ args, input }) {
    const priority = parsePriority(args.at(-1)!)
    return idsOf(args.slice(0, -1), input).map((id) => ({ id, priority }))
  },
  async run(cli, inputs) {
    const { results, changed } = await eachInOneWrite<Item>(cli, 'items.update', inputs)
    if (cli.json) return cli.out.json(results.length === 1 ? results[0] : { results })
    const named = await withSpaces(cli, results)
    named.forEach((item, i) => cli.out.line(changed[i] ? '' : 'already ', priorityPiece(item), ` ${idAndTitle(item)}`))
  },
})
