import { command } from '../command.ts'
import { LIST_OPTIONS, listStyle, type ListStyle, printItems } from '../item-list.ts'
import { integerOption, UsageError } from '../options.ts'

export const search = command<{ input: { q: string; limit?: number }; style: ListStyle }>({
  args: [['<text...>', 'words, or beginnings of words']],
  options: [{ flags: '--limit <n>', description: 'at most so many (1 to 1000)' }, ...LIST_OPTIONS],
  data: true,
  acrossSpaces: true,
  paged: true,
  about: 'Looks through title, notes and tags of open and finished items; whole words come before beginnings.',
  examples: ['track search dentist', 'track search kitchen til --json'],
  read({ args, flags }) {
    const q = args.join(' ').trim()
    if (!q) throw new UsageError('there is no word to look for')
    return { input: { q, limit: integerOption(flags, 'limit', 1, 1000) }, style: listStyle(flags) }
  },
  async run(cli, { input, style }) {
    const page = await (await cli.track()).search.find(input)
    if (cli.json) return cli.out.json(page)
    if (!page.items.length) return cli.out.message(`Nothing holds "${input.q}".`)
    await printItems(
      cli,
      page.items.map((item) => ({ item })),
      style,
    )
    if (page.next_cursor) cli.out.message('… and more; say more words, or raise --limit')
  },
})
