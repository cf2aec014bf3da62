import { command, FILES } from '../command.ts'
import { requireFileName, textOption } from '../options.ts'
import type { ImportOptions } from '../run-import.ts'

export const importFile = command<ImportOptions>({
  ofSpace: true,
  args: [['<file>', 'what track export or another tracker wrote; - is standard input', [FILES]]],
  options: [
    {
      flags: '--from <format>',
      description: 'taskwarrior, todoist, ticktick, vikunja, google-tasks, todotxt, ics, csv; else told by the content',
      choices: ['track', 'taskwarrior', 'todoist', 'ticktick', 'vikunja', 'google-tasks', 'todotxt', 'ics', 'csv'],
    },
    { flags: '--dry-run', description: 'show what would become what and what is not understood; change nothing' },
  ],
  data: true,
  about:
    'Adds what is not here yet, all or nothing, as one write and one undo. What is here already stays as it is, ' +
    'so the same file twice changes nothing. Ids that are taken here are replaced.',
  examples: ['track import tasks.json --dry-run', 'track import todo.txt', 'track import - < track.json'],
  read: ({ args: [file], flags }) => ({
    file: requireFileName(file),
    from: textOption(flags, 'from'),
    dryRun: flags.dryRun === true,
  }),
  run: async (cli, options) => (await import('../run-import.ts')).runImport(cli, options),
})
