import { withoutSecrets } from '#domain/secrets.ts'
import { command } from '../command.ts'

const ABOUT = `Assistants that know the Model Context Protocol start this by themselves. \
Tell yours the command, in its settings:

  {"mcpServers": {"track": {"command": "track", "args": ["mcp"]}}}

It works with your key, from the configuration or TRACK_API_KEY: it sees and changes your items and nothing else. \
What it changed is in "track log", and "track undo" takes it back.`

export const mcp = command<null>({
  about: ABOUT,
  examples: ['track mcp'],
  read: () => null,
  async run(cli) {
    await cli.track('mcp') // fails early if it is not configured
    if (cli.environment.stdin.isTTY)
      cli.notify('waiting for a program that speaks MCP; "track mcp --help" tells how to set one up')
    await cli.environment.mcp(
      () => cli.track('mcp'),
      ({ message }) => cli.notify(`mcp: ${withoutSecrets(message)}`),
    )
  },
})
