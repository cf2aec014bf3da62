import { command, FILES } from '../command.ts'
import { requireFileName } from '../options.ts'

export const backup = command<string>({
  args: [['<file>', 'where the copy goes; it must not exist', [FILES]]],
  keyless: true,
  about: "Copies the live database of this machine's server, consistently.",
  examples: ['track backup /var/backups/track.db'],
  read: ({ args: [file] }) => requireFileName(file),
  async run(cli, file) {
    await cli.environment.backup(file)
    cli.out.line(`wrote ${file}`)
  },
})
