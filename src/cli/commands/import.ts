import { describeImport, parseDocument } from '#contract/imports.ts'
import { command } from '../command.ts'
import { readAll } from '../input.ts'
import { requireFileName } from '../options.ts'

export const importFile = command<string>({
  args: [['<file>', 'what track export wrote; - is standard input']],
  data: true,
  about:
    'Adds what is not here yet, all or nothing, as one write and one undo. What is here already stays as it is, ' +
    'so the same file twice changes nothing. Ids that are taken here are replaced.',
  examples: ['track import track.json', 'track import - < track.json'],
  read: ({ args: [file] }) => requireFileName(file),
  async run(cli, file) {
    const track = await cli.track()
    const document = parseDocument(
      file === '-' ? await readAll(cli.environment.stdin) : cli.environment.files.read(file),
      file === '-' ? 'standard input' : file,
    )
    const imported = await track.data.import(document)
    if (cli.json) return cli.out.json(imported)
    cli.out.line(describeImport(imported))
    const { length } = imported.renamed
    if (length)
      cli.notify(
        `${length === 1 ? '1 id or slug was' : `${length} ids or slugs were`} ` +
          'taken here and replaced; --json lists them',
      )
    if (imported.revision !== null) cli.notify(`undo with: track undo --revision ${imported.revision}`)
  },
})
