import { command, FILES } from '../command.ts'
import { requireFileName, textOption, UsageError } from '../options.ts'

interface ManOptions {
  /** `project add` */
  words: string[]
  folder?: string
}

export const man = command<ManOptions>({
  args: [['[command...]', 'the page of that command; without one, that of track']],
  options: [{ flags: '-o, --output <dir>', description: 'write all pages there', choices: [FILES] }],
  keyless: true,
  about:
    'Shows a page of the manual, or prints its source into a pipe. Where track was installed by npm, ' +
    '"man track" and "man track-add" work, too; else: track man --output ~/.local/share/man/man1',
  examples: ['track man', 'track man add', 'track man project add', 'track man --output ~/.local/share/man/man1'],
  read({ args, flags }) {
    const folder = textOption(flags, 'output')
    return { words: args, folder: folder === undefined ? undefined : requireFileName(folder) }
  },
  async run({ environment, out }, { words, folder }, all) {
    const { manPages } = await import('../man-page.ts')
    const pages = await manPages(all, environment.version)
    if (folder !== undefined) {
      await environment.writeManual(folder, pages)
      return out.line(`wrote ${pages.length} pages to ${folder}`)
    }
    const [first = '', ...rest] = words
    const whole = all.find(({ alias }) => alias === first)?.name ?? first
    const name = ['track', whole, ...rest].filter(Boolean).join('-')
    const page = pages.find((one) => one.name === name)
    if (!page) throw new UsageError(`there is no page ${name}`, 'track --help lists the commands.')
    if (!out.isTerminal || !(await environment.manual(page.text))) environment.stdout.write(page.text)
  },
})
