import { conflict } from '#domain/errors.ts'
import { command, FILES } from '../command.ts'
import { choiceOption, requireFileName, textOption } from '../options.ts'
import { cleanLines, toSafeJson } from '../text.ts'

const FORMATS = ['json', 'markdown', 'csv', 'todotxt'] as const
type Format = (typeof FORMATS)[number]

interface ExportOptions {
  file?: string
  format: Format
  force: boolean
}

export const exportAll = command<ExportOptions>({
  ofSpace: true,
  options: [
    {
      flags: '-o, --output <file>',
      description: 'write it there, for your eyes only, instead of printing it',
      choices: [FILES],
    },
    { flags: '--force', description: 'replace the file if there is one' },
    { flags: '--format <format>', description: 'json, markdown, csv or todotxt; json unless given', choices: FORMATS },
  ],
  data: true,
  about:
    'Everything that you have, as one JSON document: open, done and canceled items with all their fields, ' +
    'in their order, projects and features. It holds no key. track import reads it, and the CSV and todo.txt, ' +
    'which hold less. In the CSV no cell begins a formula.',
  examples: ['track export --output track.json', 'track export --format csv -o track.csv', 'track export'],
  read({ flags }) {
    const file = textOption(flags, 'output')
    return {
      file: file === undefined ? undefined : requireFileName(file),
      format: (choiceOption(flags, 'format', FORMATS) ?? 'json') as Format,
      force: flags.force === true,
    }
  },
  async run(cli, { file, format, force }) {
    const { files } = cli.environment
    if (file !== undefined && !force && files.exists(file))
      throw conflict(`${file} exists already; nothing was written`, { hint: 'To replace it, add --force.' })
    const document = await (await cli.track()).data.export()
    if (format === 'json' && file === undefined) return cli.out.json(document)
    const text =
      format === 'json' ? `${toSafeJson(document)}\n` : (await import('../export-text.ts')).toText(document, format)
    if (file === undefined) return cleanLines(text.trimEnd()).forEach((line) => cli.out.line(line))
    files.write(file, text)
    cli.out.line(`wrote ${file}`)
  },
})
