import { command } from '../command.ts'
import { ITEM_COLUMNS, itemRow } from '../items.ts'
import { integerOption } from '../options.ts'

export const search = command<{ q: string; limit?: number }>({
  args: [['<text...>', 'words, or beginnings of words']],
  options: [{ flags: '--limit <n>', description: 'at most so many (1 to 1000)' }],
  data: true,
  about: 'Looks through title, notes and tags of open and finished items; whole words come before beginnings.',
  examples: ['track search dentist', 'track search kitchen til --json'],
  read: ({ args, flags }) => ({ q: args.join(' '), limit: integerOption(flags, 'limit', 1, 1000) }),
  async run(cli, input) {
    const page = await (await cli.track()).search.find(input)
    if (cli.json) return cli.out.json(page)
    if (!page.items.length) return cli.out.message(`Nothing holds "${input.q}".`)
    await cli.out.table(
      ITEM_COLUMNS,
      page.items.map((item) => itemRow(item, cli.localCalendar())),
    )
    if (page.next_cursor) cli.out.message('… and more; say more words, or raise --limit')
  },
})
