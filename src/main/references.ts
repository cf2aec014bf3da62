import { isFamily } from '#cli/command.ts'
import { COMMANDS } from '#cli/commands.ts'
import { HELP_WIDTH, wrapped } from '#cli/help.ts'
import { parse } from '#cli/parse.ts'
import { describe } from '#http/openapi.ts'
import { SETTINGS } from './settings.ts'
import { VERSION } from './version.ts'

const GENERATED = '<!-- Made by `npm run generate`. -->'

function settings(): string {
  const rows = Object.entries(SETTINGS).map(
    ([name, { does, usually, expects }]) => `| \`${name}\` | ${does} | ${usually} | ${expects} |`,
  )
  return [
    GENERATED,
    '# Settings of the server',
    '',
    'Each is an environment variable; `track serve` takes the same as flags (`--port` for `TRACK_PORT`), which win. `NAME_FILE` names a file that holds the value. An empty variable counts as unset.',
    '',
    '| variable | what it is | default | expects |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}

async function commandLine(): Promise<string> {
  const blocks: string[] = []
  const block = async (...words: string[]) => {
    const { shows } = await parse([...words, '--help'], VERSION)
    blocks.push(`## track ${words.join(' ')}`, '', '```', wrapped((shows ?? '').trim(), HELP_WIDTH), '```', '')
  }
  for (const listed of COMMANDS) {
    const found = await listed.load()
    if (!isFamily(found)) await block(listed.name)
    else for (const word of Object.keys(found.commands)) await block(listed.name, word)
  }
  const { shows } = await parse(['--help'], VERSION)
  return [
    GENERATED,
    '# The command line',
    '',
    '```',
    wrapped((shows ?? '').trim(), HELP_WIDTH),
    '```',
    '',
    ...blocks,
  ].join('\n')
}

/** Every generated document, by its path. */
export async function references(): Promise<Record<string, string>> {
  return {
    'docs/openapi.json': `${JSON.stringify(describe(VERSION), null, 2)}\n`,
    'docs/settings.md': settings(),
    'docs/cli.md': await commandLine(),
  }
}
