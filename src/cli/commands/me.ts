import type { Me } from '#contract/types.ts'
import { command } from '../command.ts'
import { textOption } from '../options.ts'

export const me = command<{ timezone?: string; currency?: string }>({
  options: [
    { flags: '--timezone <zone>', description: 'your time zone, such as Europe/Berlin' },
    { flags: '--currency <code>', description: 'the currency of your budgets, such as EUR; numbers stay as they are' },
  ],
  data: true,
  about: '"Today" is always the date in your time zone.',
  examples: ['track me', 'track me --timezone Europe/Berlin --currency EUR'],
  read: ({ flags }) => ({ timezone: textOption(flags, 'timezone'), currency: textOption(flags, 'currency') }),
  async run(cli, input) {
    const track = await cli.track()
    const isRead = (input.timezone ?? input.currency) === undefined
    const known = isRead ? await track.me.get() : await track.me.update(input)
    if (cli.json) return cli.out.json(known)
    await cli.out.table(
      [{}, { whole: true }],
      [
        ['name', known.name],
        ['role', known.role],
        ['timezone', known.timezone],
        ['currency', known.currency],
        ['id', known.id],
        ...quotaRows(known),
      ],
    )
  },
})

function quotaRows({ quota: { items, bytes } = {} }: Me): string[][] {
  return [
    ...(items ? [['items', `${items.used} of at most ${items.limit}`]] : []),
    ...(bytes ? [['text', `${bytes.used} of at most ${bytes.limit} bytes`]] : []),
  ]
}
