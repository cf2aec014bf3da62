import { command } from '../command.ts'
import { toSafeJson } from '../text.ts'
import { requireFileName, textOption } from '../options.ts'

export const exportAll = command<{ file?: string }>({
  options: [
    { flags: '-o, --output <file>', description: 'write it there, for your eyes only, instead of printing it' },
  ],
  data: true,
  about:
    'Everything that you have, as one JSON document: open, done and canceled items with all their fields, ' +
    'in their order, projects and features. It holds no key. track import reads it.',
  examples: ['track export --output track.json', 'track export'],
  read({ flags }) {
    const file = textOption(flags, 'output')
    return { file: file === undefined ? undefined : requireFileName(file) }
  },
  async run(cli, { file }) {
    const document = await (await cli.track()).data.export()
    if (file === undefined) return cli.out.json(document)
    cli.environment.files.write(file, `${toSafeJson(document)}\n`)
    cli.out.line(`wrote ${file}`)
  },
})
