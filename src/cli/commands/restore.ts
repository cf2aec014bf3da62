import { command, FILES } from '../command.ts'
import { requireFileName } from '../options.ts'

export const restore = command<string>({
  args: [['<file>', 'what track backup wrote', [FILES]]],
  keyless: true,
  about:
    "Makes this machine's database from a backup, where there is none yet. Clients notice, and load everything anew.",
  examples: ['track restore /var/backups/track.db'],
  read: ({ args: [file] }) => requireFileName(file),
  async run(cli, file) {
    cli.out.line(`wrote ${await cli.environment.restore(file)}`)
  },
})
