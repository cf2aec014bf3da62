import type { Me } from '#contract/types.ts'
import { command } from '../command.ts'
import { textOption } from '../options.ts'

export const me = command<{ timezone?: string }>({
  options: [{ flags: '--timezone <zone>', description: 'your time zone, such as Europe/Berlin' }],
  data: true,
  about: '"Today" is always the date in your time zone.',
  examples: ['track me', 'track me --timezone Europe/Berlin'],
  read: ({ flags }) => ({ timezone: textOption(flags, 'timezone') }),
  async run(cli, { timezone }) {
    const track = await cli.track()
    const known = timezone === undefined ? await track.me.get() : await track.me.update({ timezone })
    if (cli.json) return cli.out.json(known)
    await cli.out.table(
      [{}, {}],
      [['name', known.name], ['role', known.role], ['timezone', known.timezone], ['id', known.id], ...quotaRows(known)],
    )
  },
})

function quotaRows({ quota: { items, bytes } = {} }: Me): string[][] {
  return [
    ...(items ? [['items', `${items.used} of at most ${items.limit}`]] : []),
    ...(bytes ? [['text', `${bytes.used} of at most ${bytes.limit} bytes`]] : []),
  ]
}
